// What can be asked of the readers, and what comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "lifecycle/lifecycle.hpp"
#include "registers/record.hpp"
#include "wire/json.hpp"

namespace lingqu::engine {

// One condition of a list. Fields: any field of the register that is stored in one column, and the system fields
// id, state, owner, created_at, updated_at.
struct Filter {
  enum class Operator { kEquals, kNot, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kContains, kIn, kEmpty, kFilled };
  std::string field;
  Operator op = Operator::kEquals;
  std::vector<std::string> values;  // text as in the API; several for kIn
};

struct ListQuery {
  std::string register_name;
  std::vector<Filter> filters;       // all must hold
  std::string feel;                  // a FEEL expression over the record that must be true; empty: none
  std::string text;                  // words, searched in the fields with a search weight
  std::vector<std::string> sort;     // "field" or "-field"; default "-id"
  size_t offset = 0;
  size_t limit = 50;                 // at most 500
  bool total = true;
};

struct ListReply {
  std::vector<registers::Record> records;   // fields the actor may not see are empty
  std::vector<std::pair<std::string, int64_t>> by_state;  // of all records that match the query without its state filter
  int64_t total = -1;
  struct Label {
    std::string register_name;
    int64_t id = 0;
    std::string label;
  };
  std::vector<Label> labels;                // of every record referred to, and of owners
};

// A text searched in every register, or in one.
struct SearchQuery {
  std::string text;
  std::string register_name;  // "": all
  size_t offset = 0;
  size_t limit = 20;          // at most 100
};
struct SearchHit {
  std::string register_name;
  int64_t id = 0;
  std::string label, number, state;
  int64_t owner = 0;
  std::string owner_label;
  std::string field;                                   // where the passage stands
  std::vector<std::pair<std::string, bool>> passage;   // pieces; true: matches the query
};
struct SearchReply {
  std::vector<SearchHit> hits;
  uint64_t total = 0;                                       // of the register asked for, or of all; an estimate above 1,000
  std::vector<std::pair<std::string, uint64_t>> registers;  // how many each register has, of those that have any
  bool loose = false;  // nothing holds all words: these hold some of them
  uint64_t followed = 0;  // sequence number in the log up to which acts are in the index
};

struct Choice {
  int64_t id = 0;
  std::string label;
  std::string number;
  std::string state;
};

struct HistoryQuery {
  uint64_t from = 0;  // leaves with this number and after
  size_t limit = 1000;
};

struct HistoryEntry {
  uint64_t leaf = 0;
  base::Timestamp at;
  int64_t version = 0;
  std::string act, from, to;
  std::string actor_name;   // "" if erased or not for this reader
  int64_t organisation = 0;
  std::string organisation_label;
  std::string role;
  std::string reason;
  std::vector<std::string> basis;
  std::optional<uint64_t> cause;
  wire::Json decisions;     // array of {"decision", "version", "digest", "clauses", "verified", "trace"}; null if none. trace: null if withheld or erased
  wire::Json set;           // field → value in the API's form; {"withheld": true} for what the reader may not see, {"erased": true} for erased
  bool proven = false;      // covered by a signed head
};

struct Todo {
  std::string register_name;
  int64_t record = 0;
  std::string label, state;
  std::string act;                        // the primary act that waits
  std::optional<base::Timestamp> due;     // a timer that will act by itself
  base::Timestamp since;                  // of the last change
};
struct Todos {
  std::vector<Todo> waiting;   // for me, oldest first, at most 200
  std::vector<Todo> due;       // timers on my records, next first, at most 100
  int64_t waiting_total = 0;
};

struct RegisterCount {
  std::string register_name;
  int64_t total = 0;
  std::vector<std::pair<std::string, int64_t>> by_state;
};

struct LogHead {
  std::string origin;
  uint64_t size = 0;
  std::string root;       // "sm3:…"
  base::Timestamp at;
  std::string signature;  // base64
  std::string key_id;
  std::string public_key; // base64 DER
  std::string algorithm;  // "sm2-sm3"
  uint64_t unsigned_leaves = 0;  // appended since
};
struct LogProof {
  uint64_t sequence = 0;
  std::string leaf;       // canonical JSON
  LogHead head;
  std::vector<std::string> path;
};
struct LogCheckReport {
  uint64_t leaves = 0, heads = 0;
};

struct Caller {
  lifecycle::Actor actor;
  std::string login;
  std::string csrf;       // of a session; empty for tokens
  bool manages_accounts = false;
  bool audits = false;
  bool must_change_password = false;
};
struct SignedIn {
  std::string secret;
  Caller caller;
};
struct AccountView {
  int64_t id = 0;
  std::string login, name;
  std::optional<int64_t> person;
  bool active = true;
  std::vector<lifecycle::Membership> memberships;
};

}  // namespace lingqu::engine
