#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds TBB with the thread sanitizer from Debian's source package, for the preset "tsan" alone. Debian's own build
# hides its synchronisation from the sanitizer: false reports, and suppressing them hides true ones.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/build/tsan-tbb
mkdir -p "$folder/lists/partial"

# A private list of sources, made from where this machine gets its Debian packages: apt's own set-up stays as it is.
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
  'Created-By: Packages' 'Origin: Debian' | sort -u > "$folder/sources.list"
apt=(apt-get -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$folder/lists"
     -o APT::Sandbox::User="$(id -un)" -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= -o Debug::NoLocking=1)

if [ ! -d "$folder/source" ]; then
  "${apt[@]}" update -qq
  (cd "$folder" && "${apt[@]}" source --quiet --download-only onetbb)
  rm -rf "$folder/unpacked"
  dpkg-source --extract "$folder"/onetbb_*.dsc "$folder/unpacked"
  mv "$folder/unpacked" "$folder/source"
fi

cmake -S "$folder/source" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTBB_TEST=OFF -DTBB_STRICT=OFF \
  -DTBB4PY_BUILD=OFF -DTBB_DISABLE_HWLOC_AUTOMATIC_SEARCH=ON -DTBB_SANITIZE=thread -DCMAKE_INSTALL_LIBDIR=lib \
  -DCMAKE_INSTALL_PREFIX="$folder/install"
cmake --build "$folder/build" --target install --parallel "$(nproc)"
echo "TBB with the thread sanitizer: $folder/install"
