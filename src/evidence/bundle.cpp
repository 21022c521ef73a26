#include "evidence/bundle.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/text.hpp"
#include "evidence/detail/head_text.hpp"
#include "evidence/detail/tables.hpp"
#include "evidence/log.hpp"

namespace lingqu::evidence {
namespace {

using base::Text;
using wire::Json;

base::Error bad_request(Text reason) {
  return base::Error(base::ErrorCode::kBadRequest).with("reason", std::move(reason));
}

// docs/formats/bundle.md, "Digests".
std::string section_digest(merkle::HashAlgorithm algorithm, std::string_view name,
                           std::string_view text) {
  const std::string head = "lingqu-section/1\n" + std::string(name) + "\n";
  return merkle::to_string(algorithm, merkle::hash(algorithm, head, text));
}

std::string quoted(std::string_view text) {
  std::string out;
  wire::append_quoted(out, text);
  return out;
}

std::string list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) out.append(&item == items.data() ? "" : ",").append(item);
  return out + "]";
}

std::string proof_text(const std::vector<merkle::Digest>& proof) {
  std::vector<std::string> items;
  items.reserve(proof.size());
  for (const merkle::Digest& digest : proof) items.push_back("\"" + merkle::to_hex(digest) + "\"");
  return list(items);
}

void collect_strings(const Json& value, std::set<std::string>& strings) {
  if (const std::string* text = value.if_string()) strings.insert(*text);
  if (const Json::Array* items = value.if_array()) {
    for (const Json& item : *items) collect_strings(item, strings);
  }
  if (const Json::Object* members = value.if_object()) {
    for (const Json::Member& member : *members) collect_strings(member.second, strings);
  }
}

class BundleWriter {
 public:
  BundleWriter(store::Connection& reader, const BundleRequest& request, detail::LogMeta meta,
               Head head)
      : reader_(&reader),
        request_(&request),
        meta_(std::move(meta)),
        head_(std::move(head)),
        nodes_(merkle::node_source(meta_.hash, detail::tile_source(reader))) {}

  base::Result<std::string> write();

 private:
  base::Result<std::string> subject(const BundleSubject& subject);
  base::Result<std::string> entry(const BundleSubject& subject, const StoredLeaf& leaf);
  Json visible_openings(const BundleSubject& subject, const StoredLeaf& leaf) const;
  base::Result<std::string> attachments();
  base::Result<std::string> labels() const;
  base::Result<std::string> clauses() const;
  base::Result<std::string> consistency();

  store::Connection* reader_;
  const BundleRequest* request_;
  detail::LogMeta meta_;
  Head head_;
  merkle::NodeSource nodes_;
  std::set<std::string> named_;  // string values of leaves and shown openings
};

base::Result<std::string> BundleWriter::write() {
  std::vector<std::string> subjects;
  std::set<std::pair<std::string, int64_t>> seen;
  for (const BundleSubject& wanted : request_->subjects) {
    if (!seen.emplace(wanted.register_name, wanted.record).second) continue;
    LINGQU_TRY(text, subject(wanted));
    subjects.push_back(std::move(text));
  }
  std::map<std::string, std::string> sections;
  LINGQU_TRY(attachment_list, attachments());
  sections["attachments"] = std::move(attachment_list);
  sections["checkpoint"] = detail::checkpoint_text(meta_, head_);
  LINGQU_TRY(clause_list, clauses());
  sections["clauses"] = std::move(clause_list);
  LINGQU_TRY(proofs, consistency());
  sections["consistency"] = std::move(proofs);
  LINGQU_TRY(names, labels());
  sections["labels"] = std::move(names);

  auto digest = [this](std::string_view name, std::string_view text) {
    return "\"" + section_digest(meta_.hash, name, text) + "\"";
  };
  std::string digests = "{";
  for (const auto& [name, text] : sections)
    digests += quoted(name) + ":" + digest(name, text) + ",";
  std::vector<std::string> subject_digests;
  for (size_t i = 0; i < subjects.size(); ++i) {
    subject_digests.push_back(digest("subjects/" + std::to_string(i), subjects[i]));
  }
  digests += "\"subjects\":" + list(subject_digests);
  const std::string format =
      "\"format\":\"lingqu-bundle/1\",\"hash\":\"" + std::string(merkle::name(meta_.hash)) + "\"";
  const std::string whole = digest("whole", "{\"digests\":" + digests + "}," + format + "}");
  return "{\"attachments\":" + sections["attachments"] +
         ",\"checkpoint\":" + sections["checkpoint"] + ",\"clauses\":" + sections["clauses"] +
         ",\"consistency\":" + sections["consistency"] + ",\"digests\":" + digests +
         ",\"whole\":" + whole + "}," + format + ",\"labels\":" + sections["labels"] +
         ",\"subjects\":" + list(subjects) + "}";
}

base::Result<std::string> BundleWriter::subject(const BundleSubject& subject) {
  LINGQU_TRY(found, record_leaves(*reader_, subject.register_name, subject.record,
                                  std::numeric_limits<size_t>::max()));
  std::erase_if(found, [this](const StoredLeaf& leaf) { return leaf.sequence >= head_.size; });
  if (found.empty()) {
    const std::string name = subject.register_name + "/" + std::to_string(subject.record);
    return base::Error(base::ErrorCode::kNotFound)
        .with("what", Text{name + " 的已签名存证", "signed evidence of " + name});
  }
  std::vector<std::string> entries;
  for (const StoredLeaf& leaf : found) {
    LINGQU_TRY(text, entry(subject, leaf));
    entries.push_back(std::move(text));
  }
  return "{\"leaves\":" + list(entries) + ",\"record\":" + std::to_string(subject.record) +
         ",\"register\":" + quoted(subject.register_name) + "}";
}

base::Result<std::string> BundleWriter::entry(const BundleSubject& subject,
                                              const StoredLeaf& leaf) {
  LINGQU_TRY(proof, merkle::inclusion_proof(meta_.hash, leaf.sequence, head_.size, nodes_));
  const Json openings = visible_openings(subject, leaf);
  LINGQU_TRY(opening_text, wire::to_canonical_text(openings));
  if (!request_->files.empty()) {
    LINGQU_TRY(json, wire::parse_json(leaf.text));
    collect_strings(json, named_);
    collect_strings(openings, named_);
  }
  return "{\"leaf\":" + leaf.text + ",\"openings\":" + opening_text +
         ",\"proof\":" + proof_text(proof) + "}";
}

Json BundleWriter::visible_openings(const BundleSubject& subject, const StoredLeaf& leaf) const {
  Json shown{Json::Object()};
  if (const Json::Object* all = leaf.openings.if_object()) {
    for (const auto& [path, opening] : *all) {
      const auto& hidden = request_->hidden_fields;
      // "shares/0/name" is hidden with its field "shares".
      const std::string field = path.substr(0, path.find('/'));
      const bool hide = std::find(hidden.begin(), hidden.end(),
                                  subject.register_name + "." + field) != hidden.end();
      if (!hide) shown.set(path, opening);
    }
  }
  return shown;
}

// A file that no leaf or shown opening names proves nothing and stays out: its field is hidden from
// the asker, or its leaf not yet signed.
base::Result<std::string> BundleWriter::attachments() {
  std::vector<std::string> items;
  std::set<std::string> seen;
  for (const auto& [digest, content] : request_->files) {
    if (!named_.contains(digest) || !seen.insert(digest).second) continue;
    const auto algorithm =
        merkle::parse_hash_algorithm(std::string_view(digest).substr(0, digest.find(':')));
    if (!algorithm.ok() ||
        merkle::to_string(*algorithm, merkle::hash(*algorithm, content)) != digest) {
      return bad_request({"附件内容与摘要 " + digest + " 不符",
                          "an attachment does not fit its digest " + digest});
    }
    items.push_back("{\"content\":\"" + base::to_base64(content) +
                    "\",\"digest\":" + quoted(digest) + "}");
  }
  return list(items);
}

base::Result<std::string> BundleWriter::labels() const {
  if (request_->labels.is_null()) return std::string("{}");
  if (request_->labels.if_object() == nullptr)
    return bad_request({"标签应为对象", "labels must be an object"});
  return wire::to_canonical_text(request_->labels);
}

base::Result<std::string> BundleWriter::clauses() const {
  Json titles{Json::Object()};
  for (const auto& [clause, title] : request_->clauses) titles.set(clause, title);
  return wire::to_canonical_text(titles);
}

base::Result<std::string> BundleWriter::consistency() {
  const std::set<uint64_t> sizes(request_->earlier_sizes.begin(), request_->earlier_sizes.end());
  std::vector<std::string> items;
  for (const uint64_t size : sizes) {
    LINGQU_TRY(proof, merkle::consistency_proof(meta_.hash, size, head_.size, nodes_));
    items.push_back("{\"proof\":" + proof_text(proof) + ",\"size\":" + std::to_string(size) + "}");
  }
  return list(items);
}

}  // namespace

base::Result<std::string> make_bundle(store::Connection& reader, const BundleRequest& request) {
  if (request.subjects.empty()) return bad_request({"未指定记录", "no record was named"});
  LINGQU_TRY(meta, detail::read_meta(reader));
  LINGQU_TRY(head, signed_head(reader));
  return BundleWriter(reader, request, std::move(meta), std::move(head)).write();
}

}  // namespace lingqu::evidence
