// Decisions of a pack: named, dated, each version a decision of a DMN model. Format: docs/formats/decisions.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "dmn/model.hpp"
#include "dmn/outline.hpp"

namespace lingqu::pack {

class Pack;

// Where a rule, or a decision without tables, comes from.
struct RuleSource {
  std::vector<std::string> clauses;
  std::string mark;  // V, V§, S, C, D, G, UNKNOWN; "" if not said
  std::string note;
  bool verified() const { return mark != "G" && mark != "UNKNOWN"; }
};
// From the description of an element: lines `clause: id id`, `mark: G`; the rest is the note.
RuleSource source_of(const dmn::OutlineElement& element);
// From the annotations `clause`, `mark`, `note` of a rule; `annotation(name)` gives the text.
template <class Annotation>
RuleSource source_from(const Annotation& annotation);
std::vector<std::string> split_ids(std::string_view text);

struct ModelFile {
  std::string file;    // below the pack's folder: "decisions/reward_floor.dmn"
  std::string text;
  std::string digest;  // "sm3:…" of the text
  std::shared_ptr<const dmn::Model> model;
  dmn::Outline outline;
};
// Errors: those of dmn::Model::load.
base::Result<std::shared_ptr<const ModelFile>> read_model(const std::string& file, std::string text,
                                                          const std::vector<dmn::Source>& imports = {});
// What is wrong with a model that could be read: expressions that do not compile, rules without a known clause. kPackFile each.
std::vector<base::Error> model_mistakes(const ModelFile& model, const Pack& pack);

struct DecisionVersion {
  std::string element;  // the decision in the model
  base::Date from;
  std::optional<base::Date> until;  // the last day, where nothing follows
  std::shared_ptr<const ModelFile> model;
};

// Words for an input, or for an output or a member of it.
struct DecisionField {
  std::string name;
  base::Text title;
  base::Text help;
  std::string type;        // money, share, date, integer, decimal, boolean, code, text, region, rows; "" if not said
  std::string vocabulary;  // of the codes
  std::vector<std::pair<std::string, base::Text>> codes;
};

struct Decision {
  std::string name;
  base::Text title;
  base::Text help;
  std::vector<DecisionField> fields;
  std::vector<DecisionVersion> versions;  // oldest first

  // The version in force on that day, or null pointer.
  const DecisionVersion* in_force(base::Date day) const;
  const DecisionVersion* find_version(std::string_view from) const;
  const DecisionField* find_field(std::string_view field) const;
};

template <class Annotation>
RuleSource source_from(const Annotation& annotation) {
  return {split_ids(annotation("clause")), std::string(annotation("mark")), std::string(annotation("note"))};
}

}  // namespace lingqu::pack
