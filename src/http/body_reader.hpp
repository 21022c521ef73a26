// Reads the members of a JSON body one by one, collecting what is wrong with them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wire/json.hpp"

namespace lingqu::http {

class BodyReader {
 public:
  // `text` must hold a JSON object; an empty text is an empty object.
  static base::Result<BodyReader> parse(std::string_view text, size_t limit);

  bool has(std::string_view name);
  std::string text(std::string_view name, bool required = false);
  std::optional<int64_t> integer(std::string_view name, int64_t low, int64_t high,
                                 bool required = false);
  std::optional<bool> flag(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  std::vector<wire::Json> objects(std::string_view name);
  wire::Json object(std::string_view name);  // null if absent
  void wrong(std::string_view name, std::string_view expected_zh, std::string_view expected_en,
             std::string_view example);
  // Members nobody asked for, and all that was wrong.
  base::Status finish();

 private:
  const wire::Json* take(std::string_view name);

  wire::Json json_;
  std::vector<std::string> known_;
  std::vector<base::Error> errors_;
};

}  // namespace lingqu::http
