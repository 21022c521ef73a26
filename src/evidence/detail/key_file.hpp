// The file of the log's signing key: PKCS#8 PEM, readable by its owner only.
#pragma once

#include <string>

#include "merkle/signature.hpp"

namespace lingqu::evidence::detail {

base::Result<merkle::PrivateKey> read_key_file(const std::string& path);
// Makes a key and writes it durably with mode 0600. Never replaces a file: kIo if there is one.
base::Result<merkle::PrivateKey> make_key_file(const std::string& path,
                                               merkle::SignatureAlgorithm algorithm);

}  // namespace lingqu::evidence::detail
