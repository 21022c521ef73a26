#include <algorithm>

#include "pack/detail/read.hpp"

namespace lingqu::pack {

const MatchSide* Matching::find(std::string_view register_name) const {
  const auto found = std::find_if(sides.begin(), sides.end(), [&](const MatchSide& side) { return side.register_name == register_name; });
  return found == sides.end() ? nullptr : &*found;
}

namespace detail {

namespace {

MatchFacts read_facts(const YamlNode* node) {
  MatchFacts facts{text_of(node, "field"), text_of(node, "readiness"), text_of(node, "money"), text_of(node, "region"), {}, {}};
  if (const YamlNode* mode = find(node, "mode")) {
    MatchModes modes{is_scalar(mode) ? mode->scalar : text_of(mode, "field"), {}, texts_of(mode, "open")};
    for (const YamlNode::Entry& code : entries_of(mode, "as"))
      for (const std::string_view word : base::split(code.value.scalar, ',')) modes.as[code.key.scalar].emplace_back(base::trim(word));
    facts.modes = std::move(modes);
  }
  if (const YamlNode* right = find(node, "right")) facts.right = MatchRight{text_of(right, "field"), texts_of(right, "in_force")};
  return facts;
}

MatchAnswers read_answers(const YamlNode* node) {
  MatchAnswers answers{text_of(node, "register"), texts_of(node, "pair"),  texts_of(node, "accepted"), texts_of(node, "declined"),
                       text_of(node, "reason"),   text_of(node, "score"), text_of(node, "advice"),    {}};
  for (const YamlNode::Entry& entry : entries_of(node, "reasons")) answers.reasons[entry.key.scalar] = entry.value.scalar;
  return answers;
}

}  // namespace

Matching read_matching(const Source& source) {
  Matching matching;
  for (const YamlNode::Entry& entry : entries_of(&source.root, "registers")) {
    const YamlNode* node = &entry.value;
    matching.sides.push_back({entry.key.scalar, flag_of(node, "asks"), texts_of(node, "states"), texts_of(node, "with"), text_of(node, "title"),
                              texts_of(node, "text"), texts_of(node, "keywords"), text_of(node, "discipline"), read_facts(find(node, "facts"))});
  }
  if (const YamlNode* answers = find(&source.root, "answers")) matching.answers = read_answers(answers);
  return matching;
}

}  // namespace detail
}  // namespace lingqu::pack
