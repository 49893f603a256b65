# SPDX-License-Identifier: Apache-2.0
# Writes FILE with the version and the commit of SOURCE, and touches it only when they changed.
execute_process(
  COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=40 --exclude=*
  OUTPUT_VARIABLE commit
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit "unknown")  # a source archive, or no commit yet
endif()
file(CONFIGURE OUTPUT "${FILE}"
     CONTENT "#define KINFOLD_VERSION \"${VERSION}\"\n#define KINFOLD_GIT_COMMIT \"${commit}\"\n")
