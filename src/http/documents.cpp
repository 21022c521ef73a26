#include "http/documents.hpp"

#include "http/encode/pack_json.hpp"
#include "http/negotiate.hpp"
#include "http/openapi.hpp"

namespace lingqu::http {

PackDocuments::Document PackDocuments::get(Kept& kept, const pack::Snapshot& pack,
                                           std::string (*make)(const pack::Pack&),
                                           std::string_view prefix) {
  const std::lock_guard lock(mutex_);
  if (kept.pack != pack) {
    auto text = std::make_shared<const std::string>(make(*pack));
    kept.document.zipped = std::make_shared<const std::string>(gzip(*text, 6));
    kept.document.text = std::move(text);
    kept.document.tag = "\"" + std::string(prefix) + pack->content_hash + "\"";
    kept.pack = pack;
  }
  return kept.document;
}

PackDocuments::Document PackDocuments::pack(const pack::Snapshot& pack) {
  return get(pack_, pack, pack_json, "");
}

PackDocuments::Document PackDocuments::openapi(const pack::Snapshot& pack) {
  return get(openapi_, pack, openapi_json, "openapi-");
}

}  // namespace lingqu::http
