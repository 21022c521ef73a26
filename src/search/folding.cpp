#include "search/folding.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>
#include <vector>

namespace lingqu::search {
namespace {

// CJK Unified Ideographs and Extension A; traditional characters beyond them are too rare to
// matter.
constexpr char32_t kFirstHan = 0x3400;
constexpr char32_t kEndHan = 0xA000;

icu::UnicodeString to_icu(std::u32string_view text) {
  return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                       static_cast<int32_t>(text.size()));
}

std::u32string from_icu(const icu::UnicodeString& text) {
  std::u32string out;
  out.reserve(static_cast<size_t>(text.length()));
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    out += static_cast<char32_t>(text.char32At(i));
  }
  return out;
}

// ICU's transliterator is a slow interpreter of rules; its rules for single characters fit into a
// table, made once.
std::vector<char32_t> make_simplified() {
  std::vector<char32_t> table;
  for (char32_t c = kFirstHan; c < kEndHan; ++c) table.push_back(c);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) return table;  // ICU without its data: characters stay as they are
  std::u32string lines;
  for (const char32_t c : table) lines.append({c, U'\n'});
  icu::UnicodeString text = to_icu(lines);
  rules->transliterate(text);
  const std::u32string simplified = from_icu(text);
  if (simplified.size() != lines.size()) return table;
  for (size_t i = 0; i < table.size(); ++i) {
    if (simplified[2 * i + 1] == U'\n') table[i] = simplified[2 * i];
  }
  return table;
}

char32_t to_simplified(char32_t c) {
  static const std::vector<char32_t> table = make_simplified();
  return c < kFirstHan || c >= kEndHan ? c : table[c - kFirstHan];
}

// NFKC takes Thai and Lao "am" apart, but the dictionaries that find words know it as one
// character.
void rejoin_am(std::u32string& text) {
  constexpr char32_t kThaiNikhahit = 0x0E4D, kThaiAa = 0x0E32, kThaiAm = 0x0E33;
  constexpr char32_t kLaoNiggahita = 0x0ECD, kLaoAa = 0x0EB2, kLaoAm = 0x0EB3;
  size_t end = 0;
  for (const char32_t c : text) {
    const char32_t before = end > 0 ? text[end - 1] : 0;
    if (before == kThaiNikhahit && c == kThaiAa) {
      text[end - 1] = kThaiAm;
    } else if (before == kLaoNiggahita && c == kLaoAa) {
      text[end - 1] = kLaoAm;
    } else {
      text[end++] = c;
    }
  }
  text.resize(end);
}

// ICU's forms are made once and live as long as the program; null without ICU's data.
const icu::Normalizer2* nfkc_casefold() {
  static const icu::Normalizer2* const form = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCCasefoldInstance(status);
  }();
  return form;
}

const icu::Normalizer2* nfd() {
  static const icu::Normalizer2* const form = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFDInstance(status);
  }();
  return form;
}

icu::UnicodeString normalize(const icu::Normalizer2* form, const icu::UnicodeString& text) {
  if (form == nullptr) return text;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out = form->normalize(text, status);
  return U_FAILURE(status) ? text : out;
}

}  // namespace

std::u32string fold(std::string_view text) {
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::u32string folded = from_icu(normalize(nfkc_casefold(), source));
  for (char32_t& c : folded) c = to_simplified(c);
  rejoin_am(folded);
  return folded;
}

std::u32string strip_marks(std::u32string_view folded) {
  std::u32string out;
  for (const char32_t c : from_icu(normalize(nfd(), to_icu(folded)))) {
    if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) continue;
    out += c == U'đ' ? U'd' : c;
  }
  return out;
}

bool is_vietnamese(std::u32string_view folded) {
  constexpr std::u32string_view kOnly = U"ăđơư";
  for (const char32_t c : folded) {
    if ((c >= 0x1EA0 && c <= 0x1EF9) || kOnly.find(c) != kOnly.npos) return true;
  }
  return false;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  to_icu(text).toUTF8String(out);
  return out;
}

}  // namespace lingqu::search
