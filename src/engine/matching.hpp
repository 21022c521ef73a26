// What can be asked of matching, and what comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "match/reasons.hpp"
#include "registers/record.hpp"

namespace lingqu::engine {

// Of a record, or of a free text.
struct MatchQuery {
  std::string register_name;  // of the record; of a text: as which of the matched registers it is read ("": the first that asks)
  int64_t id = 0;             // 0: the text
  std::string text;
  std::string with;           // register whose records are wanted; "": the usual one
  size_t limit = 20;          // at most 50
};

// What was said to the pair, where the reader may see it.
struct MatchAnswer {
  int64_t id = 0;
  std::string state;
  bool accepted = false, declined = false;
  std::string reason;  // code
  std::string advice;
};
struct MatchedRecord {
  registers::Record record;  // only what the reader may see
  std::string label, number, owner_label;
  double score = 0;          // share of the best of this question, 0 to 1
  std::vector<match::Reason> reasons;
  std::optional<MatchAnswer> answer;
};
struct MatchReply {
  std::string with;
  const registers::Register* schema = nullptr;  // of the records; lives as long as the engine's pack
  std::vector<MatchedRecord> matches;           // best first; what was declined last
  bool complete = true;                         // false: the index is still being made
  bool embeddings = false;                      // vectors of texts took part
};

}  // namespace lingqu::engine
