// What can be asked of the writer, and what comes back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "lifecycle/decision.hpp"
#include "lifecycle/duties.hpp"
#include "registers/record.hpp"
#include "wire/json.hpp"

namespace lingqu::engine {

struct ActCommand {
  std::string register_name;
  int64_t record = 0;               // 0: a creation
  std::string act;
  wire::Json values;                // object of field → value as in the API; null = none
  std::string reason;
  std::optional<int64_t> version;   // the version the actor looked at (If-Match); absent = whatever it is
  std::optional<int64_t> organisation;  // on whose behalf, where the actor belongs to several
  std::string idempotency_key;      // per account; a repeated key returns the first reply
  bool check_only = false;          // decide and report, change nothing
  lifecycle::Actor actor;
};

// An act that could be done on a record, or why not.
struct ActChoice {
  const lifecycle::Act* act = nullptr;  // owned by the pack snapshot in RecordView
  bool allowed = false;
  std::optional<base::Error> reason;    // when not allowed
};

struct RecordView {
  std::shared_ptr<const void> keep_alive;  // the pack snapshot the pointers below belong to
  const registers::Register* schema = nullptr;
  const lifecycle::Lifecycle* lifecycle = nullptr;
  registers::Record record;                // hidden fields are empty
  std::vector<bool> hidden;                // by field: the actor may not see it
  std::vector<ActChoice> acts;             // those whose `by` is not empty, allowed first
  struct Label {
    std::string register_name;
    int64_t id = 0;
    std::string label;
    std::string number;
  };
  std::vector<Label> labels;               // of every record this one refers to (owner included)
  struct Related {
    std::string register_name, by;         // the register and its field that points here
    int64_t count = 0;
  };
  std::vector<Related> related;
  std::vector<lifecycle::DutyFinding> duties;  // for parties of the record; empty for others
  std::optional<base::Timestamp> due;      // its next timer
  std::string due_act;
};

struct ActReply {
  int64_t record = 0;
  int64_t version = 0;
  uint64_t leaf = 0;          // sequence number in the evidence log
  bool repeated = false;      // answered from an idempotency key
  std::shared_ptr<const registers::Record> after;  // the record as it was committed, all fields; null when repeated
  bool checked_only = false;
  std::vector<lifecycle::DecisionAnswer> decisions = {};  // that the act rests on; without traces where the actor may not see what they looked at
};

struct ImportCommand {
  std::string register_name;
  std::string act;            // a creation act; empty: the first creation act the actor may do
  std::string format;         // "csv", "xlsx", "jsonl"
  std::string content;        // the file's bytes
  // column of the file → field; columns not named here are matched by field name, Chinese or English title
  std::vector<std::pair<std::string, std::string>> map;
  bool ignore_unknown_columns = false;
  bool check_only = false;
  std::optional<int64_t> organisation;
  lifecycle::Actor actor;
};
struct ImportProblem {
  size_t line = 0;            // row of the file, from 1 (XLSX row, CSV/JSONL line)
  std::string column;         // header as in the file
  base::Error error;
};
struct ImportReport {
  size_t total = 0;
  size_t imported = 0;        // 0 or total
  std::vector<ImportProblem> problems;  // all of them, up to 10,000
  size_t bad_rows = 0;
  int64_t first = 0, last = 0;          // record ids
};

struct EraseCommand {
  std::string register_name;
  int64_t record = 0;
  std::vector<std::string> fields;  // personal fields; empty: all of them
  std::string reason;
  lifecycle::Actor actor;
};

struct AccountCommand {
  std::string login, name, password;  // empty = unchanged (on change)
  std::optional<int64_t> person;
  std::optional<bool> active;
  std::optional<std::vector<lifecycle::Membership>> memberships;
};

// Who may see a record that changed, found when the act was planned, so that telling many listeners asks the database nothing.
struct Audience {
  registers::Visibility visible = registers::Visibility::kRegulator;
  std::vector<int64_t> parties;  // the owner organisation and those named in party fields
};
bool belongs(const Audience& audience, const lifecycle::Actor* actor);

// A new dated version of a decision of the pack, handed in for discussion.
struct DraftCommand {
  std::string decision;
  std::string from;   // first day it would be in force, ISO
  std::string note;   // what is changed and why
  std::string model;  // DMN
  lifecycle::Actor actor;
};
struct DecisionDraft {
  int64_t id = 0;
  std::string decision, element, from, digest, note;
  int64_t size = 0;
  int64_t account = 0;
  std::string account_name;
  base::Timestamp at;
  uint64_t leaf = 0;
};

// One record changed by one act; what followers and open pages are told.
struct Change {
  std::string register_name;
  int64_t record = 0;
  int64_t version = 0;
  std::string act;
  std::string state;
  uint64_t leaf = 0;
  std::shared_ptr<const Audience> audience = nullptr;  // null: not known here, ask the engine
  std::string from = {};                                      // the state before; empty for a new record
  std::shared_ptr<const Audience> audience_before = nullptr;  // null for a new record
};

}  // namespace lingqu::engine
