// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "core/errors.hpp"
#include "record/checksum.hpp"

namespace kinfold {
namespace {

// Published examples of SHA-256: NIST, "SHA-256 examples" for FIPS 180-4, and the long message of one million "a".
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmno"
                   "pqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Around 56 bytes the padding needs a further block. Digests by sha256sum of GNU coreutils.
TEST(Sha256, PadsMessagesOfEveryRest) {
  EXPECT_EQ(sha256(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(sha256(std::string(56, 'a')), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(sha256(std::string(63, 'a')), "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
  EXPECT_EQ(sha256(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST(Sha256, DoesNotDependOnHowTheMessageIsCut) {
  std::string message;
  for (int i = 0; i < 300; ++i) message += static_cast<char>(i * 37);
  for (const std::size_t piece : {1u, 7u, 55u, 63u, 64u, 65u, 128u}) {
    Sha256 sum;
    for (std::size_t at = 0; at < message.size(); at += piece) {
      sum.add(std::as_bytes(std::span(message).subspan(at, std::min(piece, message.size() - at))));
    }
    EXPECT_EQ(sum.hex(), sha256(message)) << piece;
  }
}

TEST(Sha256, SaysWhenAFileCannotBeRead) {
  EXPECT_THROW(sha256_of_file("no such file"), DataError);
  EXPECT_THROW(sha256_of_file("."), DataError);
}

}  // namespace
}  // namespace kinfold
