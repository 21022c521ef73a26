#include "verify/verify.hpp"

#include <algorithm>
#include <set>

#include "merkle/tree.hpp"
#include "verify/detail/form.hpp"
#include "verify/detail/report.hpp"

namespace lingqu::verify {
namespace {

using base::Text;
using detail::BundleForm;
using detail::CheckpointForm;
using detail::EntryForm;
using detail::LeafForm;
using detail::SubjectForm;
using wire::Json;

constexpr size_t kMostFailures = 20;

// Precondition: `json` came from canonical text.
std::string canonical(const Json& json) {
  auto text = wire::to_canonical_text(json);
  return text.ok() ? *std::move(text) : std::string();
}

std::string leaf_path(size_t subject, size_t leaf) {
  return "subjects/" + std::to_string(subject) + "/leaves/" + std::to_string(leaf);
}

// Runs one check: passed unless it fails somewhere.
class Run {
 public:
  Run(Report& report, std::string_view id) : check_(detail::find_check(report, id)) {
    check_.state = Check::State::kPassed;
  }
  void fail(std::string where, Text problem) {
    check_.state = Check::State::kFailed;
    if (check_.failures.size() < kMostFailures)
      check_.failures.push_back({std::move(where), std::move(problem)});
  }
  void take(std::optional<Failure> failure) {
    if (failure) fail(std::move(failure->where), std::move(failure->problem));
  }

 private:
  Check& check_;
};

// A changed section breaks its digest alone; a changed digest breaks the whole as well.
void check_digests(const BundleForm& bundle, Report& report) {
  Run run(report, "digests");
  const Json& digests = *bundle.json->find("digests");
  auto digest = [&bundle](const std::string& name, std::string_view text) {
    return merkle::to_string(bundle.hash,
                             merkle::hash(bundle.hash, "lingqu-section/1\n" + name + "\n", text));
  };
  Json others = Json(Json::Object());
  for (const Json::Member& member : *digests.if_object()) {
    if (member.first != "whole") others.set(member.first, member.second);
  }
  const Json whole = Json::object({{"digests", others},
                                   {"format", *bundle.json->find("format")},
                                   {"hash", *bundle.json->find("hash")}});
  const bool whole_fits = digests.string_at("whole") == digest("whole", canonical(whole));
  bool all_fit = true;
  auto compare = [&](const std::string& name, const Json& section, std::string_view expected) {
    if (digest(name, canonical(section)) == expected) return;
    all_fit = false;
    run.fail(whole_fits ? name : "digests/" + name,
             {"与摘要不符，内容已被改动", "it does not fit its digest: something was changed"});
  };
  for (const char* name : {"attachments", "checkpoint", "clauses", "consistency", "labels"}) {
    compare(name, *bundle.json->find(name), digests.string_at(name));
  }
  const Json::Array& subjects = *bundle.json->find("subjects")->if_array();
  const Json::Array& expected = *digests.find("subjects")->if_array();
  for (size_t i = 0; i < subjects.size(); ++i)
    compare("subjects/" + std::to_string(i), subjects[i], *expected[i].if_string());
  if (all_fit && !whole_fits)
    run.fail("digests/whole", {"总摘要不符", "the digest of the whole does not fit"});
}

std::string fingerprint(const CheckpointForm& checkpoint) {
  return merkle::to_string(checkpoint.hash, merkle::hash(checkpoint.hash, checkpoint.key));
}

void check_key(const BundleForm& bundle, const Options& options, Report& report) {
  Run run(report, "key");
  if (fingerprint(bundle.checkpoint) != bundle.checkpoint.key_id) {
    run.fail("checkpoint/head/key", {"与公钥不符", "it is not the fingerprint of the public key"});
  }
  if (options.trusted_key.empty()) return;
  report.key_trusted =
      base::ascii_lower(base::trim(options.trusted_key)) == bundle.checkpoint.key_id;
  if (!report.key_trusted) {
    run.fail("checkpoint/head/key",
             {"与您提供的密钥指纹不同", "it is not the fingerprint you gave"});
  }
}

bool signature_is_good(const CheckpointForm& checkpoint) {
  const auto good = merkle::verify_signature(checkpoint.algorithm, checkpoint.key,
                                             checkpoint.head_text, checkpoint.signature);
  return good.ok() && *good;
}

void check_signature(const BundleForm& bundle, Report& report) {
  Run run(report, "signature");
  if (!signature_is_good(bundle.checkpoint)) {
    run.fail("checkpoint", {"检查点的签名不正确", "the signature of the checkpoint is wrong"});
  }
}

void check_inclusion(const BundleForm& bundle, Report& report) {
  Run run(report, "inclusion");
  for (size_t i = 0; i < bundle.subjects.size(); ++i) {
    for (size_t j = 0; j < bundle.subjects[i].entries.size(); ++j) {
      const EntryForm& entry = bundle.subjects[i].entries[j];
      const std::string number = std::to_string(entry.leaf.sequence);
      if (merkle::verify_inclusion(bundle.hash, entry.leaf.sequence, bundle.checkpoint.size,
                                   merkle::leaf_hash(bundle.hash, entry.leaf.text), entry.proof,
                                   bundle.checkpoint.root)) {
        continue;
      }
      run.fail(leaf_path(i, j), {"第 " + number + " 号存证不在已签名的日志中",
                                 "leaf " + number + " is not in the signed log"});
    }
  }
}

// The value of a seal's opening fits the seal.
bool opens(const BundleForm& bundle, const LeafForm& leaf, const std::string& path,
           const Json& opening) {
  if (leaf.sealed == nullptr) return false;
  const Json text = Json::array({"lingqu-seal/1", leaf.register_name, leaf.record, path,
                                 *opening.find("salt"), *opening.find("value")});
  const std::string seal =
      merkle::to_string(bundle.hash, merkle::hash(bundle.hash, canonical(text)));
  return std::any_of(leaf.sealed->begin(), leaf.sealed->end(), [&](const Json::Member& member) {
    return member.first == path && *member.second.if_string() == seal;
  });
}

void check_seals(const BundleForm& bundle, Report& report) {
  Run run(report, "seals");
  for (size_t i = 0; i < bundle.subjects.size(); ++i) {
    for (size_t j = 0; j < bundle.subjects[i].entries.size(); ++j) {
      const EntryForm& entry = bundle.subjects[i].entries[j];
      for (const auto& [path, opening] : *entry.openings) {
        if (opens(bundle, entry.leaf, path, opening)) continue;
        run.fail(leaf_path(i, j) + "/openings/" + path,
                 {"与存证中的封存值不符", "it does not fit the seal in the leaf"});
      }
    }
  }
}

void check_link(const SubjectForm& subject, size_t j, const std::string& path, Run& run) {
  const LeafForm& leaf = subject.entries[j].leaf;
  if (leaf.register_name != subject.register_name || leaf.record != subject.record) {
    run.fail(path + "/leaf/record", {"不是该记录的存证", "it is a leaf of another record"});
  }
  if (j == 0) return;
  const LeafForm& before = subject.entries[j - 1].leaf;
  if (leaf.previous != before.sequence || leaf.sequence <= before.sequence) {
    run.fail(path + "/leaf/previous",
             {"与上一条存证不相接", "it does not follow the leaf before it"});
  }
  if (leaf.from != before.to) {
    run.fail(path + "/leaf/from",
             {"与上一条存证的状态不符", "it differs from the state the leaf before it left"});
  }
  if (leaf.version < before.version)
    run.fail(path + "/leaf/version", {"版本号倒退", "the version went back"});
}

void check_chain(const BundleForm& bundle, Report& report) {
  Run run(report, "chain");
  for (size_t i = 0; i < bundle.subjects.size(); ++i) {
    for (size_t j = 0; j < bundle.subjects[i].entries.size(); ++j) {
      check_link(bundle.subjects[i], j, leaf_path(i, j), run);
      if (bundle.subjects[i].entries[j].leaf.at > bundle.checkpoint.at) {
        run.fail(leaf_path(i, j) + "/leaf/at",
                 {"晚于检查点的时间", "it is after the time of the checkpoint"});
      }
    }
  }
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

void check_attachments(const BundleForm& bundle, Report& report) {
  Run run(report, "attachments");
  if (bundle.attachments.empty()) return;
  std::set<std::string> named;
  for (const SubjectForm& subject : bundle.subjects) {
    for (const EntryForm& entry : subject.entries) {
      if (entry.leaf.set != nullptr) collect_strings(Json(*entry.leaf.set), named);
      for (const Json::Member& opening : *entry.openings)
        collect_strings(*opening.second.find("value"), named);
    }
  }
  for (size_t k = 0; k < bundle.attachments.size(); ++k) {
    const auto& [digest, content] = bundle.attachments[k];
    const std::string where = "attachments/" + std::to_string(k);
    const auto algorithm =
        merkle::parse_hash_algorithm(std::string_view(digest).substr(0, digest.find(':')));
    if (!algorithm.ok() ||
        merkle::to_string(*algorithm, merkle::hash(*algorithm, content)) != digest) {
      run.fail(where, {"附件内容与摘要不符", "the content does not fit its digest"});
    } else if (!named.contains(digest)) {
      run.fail(where, {"所列存证均未提及该附件", "no leaf shown names it"});
    }
  }
}

// Why the bundle's checkpoint does not extend the earlier one; empty if it does.
Text earlier_problem(const BundleForm& bundle, const CheckpointForm& earlier) {
  const CheckpointForm& now = bundle.checkpoint;
  if (fingerprint(earlier) != earlier.key_id || !signature_is_good(earlier)) {
    return {"较早检查点自身的签名不正确", "the earlier checkpoint's own signature is wrong"};
  }
  if (earlier.origin != now.origin)
    return {"较早检查点属于另一日志", "the earlier checkpoint is of another log"};
  if (earlier.key_id != now.key_id || earlier.hash != now.hash) {
    return {"较早检查点由另一密钥签名", "the earlier checkpoint was signed with another key"};
  }
  if (earlier.size > now.size)
    return {"所给检查点比本文件更新", "the checkpoint given is newer than this file"};
  std::vector<merkle::Digest> proof;
  if (earlier.size != 0 && earlier.size != now.size) {
    const auto found = std::find_if(
        bundle.consistency.begin(), bundle.consistency.end(),
        [&earlier](const detail::ConsistencyForm& one) { return one.size == earlier.size; });
    if (found == bundle.consistency.end()) {
      const std::string size = std::to_string(earlier.size);
      return {"文件中没有自 " + size + " 条起的一致性证明，请出具单位补充",
              "the file has no consistency proof from size " + size + "; ask the issuer for one"};
    }
    proof = found->proof;
  }
  if (merkle::verify_consistency(now.hash, earlier.size, now.size, earlier.root, now.root, proof))
    return {};
  return {"与较早检查点不一致：日志被改写过",
          "it contradicts the earlier checkpoint: the log was rewritten"};
}

void check_earlier(const BundleForm& bundle, const Options& options, Report& report) {
  if (options.earlier_checkpoint.empty()) return;
  Run run(report, "earlier");
  Json json;
  CheckpointForm earlier;
  auto failure = detail::read_text(options.earlier_checkpoint, json);
  if (!failure) failure = detail::read_checkpoint(json, earlier);
  if (failure) return run.fail("earlier checkpoint/" + failure->where, std::move(failure->problem));
  Text problem = earlier_problem(bundle, earlier);
  if (!problem.zh.empty()) run.fail("consistency", std::move(problem));
}

void check_all(std::string_view text, const Options& options, Report& report) {
  Json json;
  auto failure = detail::read_text(text, json);
  Run(report, "text").take(failure);
  if (failure) return;
  BundleForm bundle;
  failure = detail::read_bundle(json, bundle);
  Run(report, "form").take(failure);
  if (failure) return;
  check_digests(bundle, report);
  check_key(bundle, options, report);
  check_signature(bundle, report);
  check_inclusion(bundle, report);
  check_seals(bundle, report);
  check_chain(bundle, report);
  check_attachments(bundle, report);
  check_earlier(bundle, options, report);
  detail::describe(bundle, report);
}

}  // namespace

Report verify_bundle(std::string_view text, const Options& options) {
  Report report;
  report.checks = detail::all_checks();
  check_all(text, options, report);
  report.proven = std::none_of(report.checks.begin(), report.checks.end(), [](const Check& check) {
    return check.state == Check::State::kFailed;
  });
  report.sentence = detail::sentence(report);
  return report;
}

}  // namespace lingqu::verify
