// Regular expressions as XPath 2.0 has them (F&O 7.6, XML Schema part 2, appendix F), run by ICU
// with limits on its work.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lingqu::feel {

class Regex {
 public:
  // Flags: any of s, m, i, x. Nothing if the pattern or the flags are not valid.
  static std::shared_ptr<const Regex> compile(std::string_view pattern, std::string_view flags);
  ~Regex();
  // Nothing if the work limit was reached.
  std::optional<bool> find(std::string_view text) const;
  // Every match replaced; $0 to $9 stand for groups, \$ and \\ for themselves. Nothing also for a
  // replacement that is not valid, or a pattern that matches the empty text (FORX0003).
  std::optional<std::string> replace(std::string_view text, std::string_view replacement) const;
  // The texts between matches; also empty ones. Nothing as above.
  std::optional<std::vector<std::string>> split(std::string_view text) const;

 private:
  struct Impl;
  explicit Regex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lingqu::feel
