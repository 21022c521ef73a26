// The signed text of a head and the checkpoint file (docs/formats/checkpoint.md).
#pragma once

#include <string>

#include "evidence/detail/tables.hpp"
#include "evidence/log.hpp"

namespace lingqu::evidence::detail {

// The canonical text that is signed.
std::string head_text(const LogMeta& meta, const Head& head);
// Canonical text of the checkpoint file of a signed head.
std::string checkpoint_text(const LogMeta& meta, const Head& head);
// "sm3:…" of a public key in DER.
std::string key_id(merkle::HashAlgorithm algorithm, std::string_view public_key);

}  // namespace lingqu::evidence::detail
