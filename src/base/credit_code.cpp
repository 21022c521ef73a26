#include "base/credit_code.hpp"

#include <cassert>

#include "base/text.hpp"

namespace lingqu::base {

namespace {

constexpr size_t kLength = 18;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // without I O S V Z
constexpr int kWeights[kLength - 1] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                       29, 25, 13, 8,  24, 10, 30, 28};  // 3^i mod 31

std::string canonical(std::string_view text) {
  std::string out;
  for (const char c : to_half_width(trim(text))) {
    if (c == ' ' || c == '\t') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

Error bad_code(std::string_view value, std::string zh, std::string en) {
  return Error(ErrorCode::kBadCreditCode)
      .with("value", value)
      .with("reason", Text{std::move(zh), std::move(en)});
}

Error bad_character(std::string_view value, size_t position, const std::string& character) {
  const std::string place = std::to_string(position);
  std::string zh = "第 ";
  zh.append(place).append(" 位“").append(character);
  zh.append("”不是代码用字（不用 I、O、S、V、Z）");
  std::string en = "character ";
  en.append(place).append(", “").append(character);
  en.append("”, is not used in codes (nor are I, O, S, V, Z)");
  return bad_code(value, std::move(zh), std::move(en));
}

}  // namespace

char credit_code_check(std::string_view first17) {
  assert(first17.size() == kLength - 1);
  int sum = 0;
  for (size_t i = 0; i < kLength - 1; ++i) {
    const size_t value = kAlphabet.find(first17[i]);
    assert(value != std::string_view::npos);
    sum += kWeights[i] * static_cast<int>(value);
  }
  return kAlphabet[static_cast<size_t>((31 - sum % 31) % 31)];
}

Result<std::string> parse_credit_code(std::string_view text) {
  std::string code = canonical(text);
  const size_t length = count_code_points(code);
  if (length != kLength) {
    const std::string count = std::to_string(length);
    return bad_code(text, "应为 18 位，实为 " + count + " 位",
                    "it has " + count + " characters instead of 18");
  }
  for (size_t at = 0, position = 1; at < code.size(); ++position) {
    const std::string character(first_code_points(std::string_view(code).substr(at), 1));
    if (character.size() != 1 || kAlphabet.find(character[0]) == std::string_view::npos)
      return bad_character(text, position, character);
    at += character.size();
  }
  const char check = credit_code_check(std::string_view(code).substr(0, kLength - 1));
  if (code.back() != check)
    return bad_code(text, std::string("校验位应为 ") + check + "，实为 " + code.back(),
                    std::string("the check character should be ") + check + ", not " + code.back());
  return code;
}

}  // namespace lingqu::base
