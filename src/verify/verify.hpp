// The offline verifier of evidence bundles (docs/formats/bundle.md). It sees neither database nor
// log: with the writer it shares only JSON and hash arithmetic. Pure: text in, report out.
// web/verify/ is its twin in the browser; both give the same report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace lingqu::verify {

struct Failure {
  std::string
      where;  // path in the file ("subjects/0/leaves/2"), or "byte 1234" where it cannot be read
  base::Text problem;
};

struct Check {
  enum class State {
    kPassed,
    kFailed,
    kSkipped
  };               // skipped: an earlier failure left nothing to look at
  std::string id;  // "text", "form", "digests" …: stable
  base::Text what;
  State state = State::kSkipped;
  std::vector<Failure> failures;  // 20 at most
};

struct Value {
  enum class State {
    kShown,
    kOpened,
    kWithheld,
    kCleared
  };                  // opened: sealed, and shown with a fitting opening
  std::string field;  // or "*actor", "*reason", "*decisions"
  base::Text title;
  State state = State::kShown;
  std::string json;  // canonical JSON text; empty when withheld or cleared
};

struct Clause {
  std::string id;
  std::string title;  // from the file's titles; may be empty
};

struct Decision {  // that the act rested on; its trace is the value "*decisions"
  std::string decision, version, digest;
  std::vector<Clause> clauses;  // of the rules that hit
  bool verified = true;
};

struct Act {
  uint64_t sequence = 0;
  std::string at;  // RFC 3339, UTC
  std::string act, from, to;
  base::Text act_title, from_title, to_title;
  int64_t account = 0, organisation = 0, version = 0;
  std::string role, pack;
  base::Text role_title, organisation_title;  // empty if the file names none
  std::vector<Clause> basis;
  std::vector<Decision> decisions;
  std::vector<Value> values;
};

struct Subject {
  std::string register_name;
  int64_t record = 0;
  base::Text title;      // of the register
  bool complete = true;  // from the record's first leaf on
  std::vector<Act> acts;
};

struct Attachment {
  std::string digest;
  uint64_t bytes = 0;
};

struct Report {
  bool proven = false;  // no check failed
  base::Text sentence;  // what is proven and what is not, or where and why it fails
  std::vector<Check> checks;
  // From the checkpoint; empty if the file could not be read that far.
  std::string origin, at, key, hash, signature;
  uint64_t size = 0;
  bool key_trusted = false;  // the fingerprint is the one that the caller gave
  std::vector<Subject> subjects;
  std::vector<Attachment> attachments;
};

struct Options {
  std::string trusted_key;         // fingerprint "sm3:…" to compare with; empty: none at hand
  std::string earlier_checkpoint;  // text of a checkpoint file (docs/formats/checkpoint.md) got
                                   // earlier; empty: none
};

// Never fails: whatever the bytes are, the report says what is wrong with them.
Report verify_bundle(std::string_view text, const Options& options = {});
inline Report verify_bundle(std::string_view text, std::string trusted_key_fingerprint) {
  return verify_bundle(text, Options{std::move(trusted_key_fingerprint), {}});
}

// The report for programs: canonical JSON, format "lingqu-report/1".
std::string to_json(const Report& report);
// The report for a terminal: sentence, checks, acts.
std::string to_text(const Report& report, base::Language language);

}  // namespace lingqu::verify
