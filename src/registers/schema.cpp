#include "registers/schema.hpp"

namespace lingqu::registers {

int Register::index_of(std::string_view field) const {
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == field) return static_cast<int>(i);
  return -1;
}

const Field* Register::find(std::string_view field) const {
  const int index = index_of(field);
  return index < 0 ? nullptr : &fields[static_cast<size_t>(index)];
}

Visibility Register::visibility(std::string_view state) const {
  const auto found = visible_in.find(std::string(state));
  return found == visible_in.end() ? visible : found->second;
}

const Code* Vocabulary::find(std::string_view code) const {
  for (const Code& entry : codes)
    if (entry.code == code) return &entry;
  return nullptr;
}

const Code* Vocabulary::find_any(std::string_view text) const {
  const std::string wanted = base::ascii_lower(base::to_half_width(base::trim(text)));
  if (wanted.empty()) return nullptr;
  for (const Code& entry : codes)
    if (base::ascii_lower(entry.code) == wanted) return &entry;
  // A title may stand for one code only; two codes of the same title are told apart by the code.
  const Code* found = nullptr;
  for (const Code& entry : codes) {
    const bool same = base::ascii_lower(base::to_half_width(entry.title.zh)) == wanted ||
                      base::ascii_lower(base::to_half_width(entry.title.en)) == wanted;
    if (!same) continue;
    if (found != nullptr) return nullptr;
    found = &entry;
  }
  return found;
}

}  // namespace lingqu::registers
