// The two large documents made from the pack, /pack and /openapi.json, kept until the pack changes.
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "pack/pack.hpp"

namespace lingqu::http {

struct ServerSettings;

class PackDocuments {
 public:
  struct Document {
    std::shared_ptr<const std::string> text, zipped;
    std::string tag;  // ETag, in quotes
  };
  Document pack(const pack::Snapshot& pack);
  Document openapi(const pack::Snapshot& pack);

 private:
  struct Kept {
    pack::Snapshot pack;
    Document document;
  };
  Document get(Kept& kept, const pack::Snapshot& pack, std::string (*make)(const pack::Pack&),
               std::string_view prefix);

  std::mutex mutex_;
  Kept pack_, openapi_;
};

}  // namespace lingqu::http
