// Evidence bundles (证据包): one file with what one needs to check one record offline. Format: docs/formats/bundle.md.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/database.hpp"
#include "wire/json.hpp"

namespace lingqu::evidence {

struct BundleSubject {
  std::string register_name;
  int64_t record = 0;
};

struct BundleRequest {
  std::vector<BundleSubject> subjects;                             // the record and the records its acts rest on
  wire::Json labels;                                               // titles of registers, fields, states, acts, for people: bundle.md
  std::vector<std::string> hidden_fields;                          // "register.field": openings left out, as the asker may not see them
  std::vector<std::pair<std::string, std::string>> files;          // digest text → content of attachments
  std::vector<std::pair<std::string, std::string>> clauses;        // clause id → its title in the policy library
  std::vector<uint64_t> earlier_sizes;                             // of checkpoints the asker holds: consistency proofs from them
};

// Canonical JSON text of the bundle, over the newest signed head: leaves after it are not in the bundle, so sign first.
// hidden_fields may name "register.*actor" and "register.*reason"; a hidden field hides its sealed columns too. Files that no leaf or
// shown opening of the bundle names are left out. kNotFound if a subject has no signed leaf; kBadRequest for a named file that does
// not fit its digest and for an earlier size beyond the head.
base::Result<std::string> make_bundle(store::Connection& reader, const BundleRequest& request);

}  // namespace lingqu::evidence
