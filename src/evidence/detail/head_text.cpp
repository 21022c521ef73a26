#include "evidence/detail/head_text.hpp"

#include "base/text.hpp"

namespace lingqu::evidence::detail {

std::string head_text(const LogMeta& meta, const Head& head) {
  std::string out = "{\"at\":";
  wire::append_quoted(out, base::to_string(head.at));
  out += ",\"format\":\"lingqu-head/1\",\"hash\":";
  wire::append_quoted(out, merkle::name(meta.hash));
  out += ",\"key\":";
  wire::append_quoted(out, head.key_id);
  out += ",\"origin\":";
  wire::append_quoted(out, meta.origin);
  out += ",\"root\":";
  wire::append_quoted(out, merkle::to_string(meta.hash, head.root));
  out += ",\"signature\":";
  wire::append_quoted(out, merkle::name(meta.signature));
  return out + ",\"size\":" + std::to_string(head.size) + "}";
}

std::string checkpoint_text(const LogMeta& meta, const Head& head) {
  return "{\"format\":\"lingqu-checkpoint/1\",\"head\":" + head_text(meta, head) + ",\"key\":\"" +
         base::to_base64(meta.public_key) + "\",\"signature\":\"" +
         base::to_base64(head.signature) + "\"}";
}

std::string key_id(merkle::HashAlgorithm algorithm, std::string_view public_key) {
  return merkle::to_string(algorithm, merkle::hash(algorithm, public_key));
}

}  // namespace lingqu::evidence::detail
