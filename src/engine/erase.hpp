// Erasure of personal data (个人信息保护法 article 47): the values go from the record and the openings go from the log; leaves and
// proofs stay. The erasure is itself an act ("erase") with a leaf.
#pragma once

#include "engine/acts/writer.hpp"

namespace lingqu::engine {

base::Result<ActReply> erase_personal(Context& context, Writer& writer, const EraseCommand& command);

}  // namespace lingqu::engine
