#include "registers/detail/structure.hpp"

namespace lingqu::registers::detail {

namespace {

struct Expectation {
  base::Text words;
  std::string_view example;
};

const Expectation& expectation(FieldType type) {
  static const Expectation kText{{"文字", "text"}, "\"文字\""};
  static const Expectation kLocalized{{"按语言填写的文字", "a text per language"},
                                      R"({"zh": "中文", "en": "English"})"};
  static const Expectation kInteger{{"整数", "a whole number"}, "1200"};
  static const Expectation kDecimal{{"数字", "a number"}, "\"12.5\""};
  static const Expectation kMoney{{"金额（元）", "an amount in yuan"}, "\"120000.00\""};
  static const Expectation kShare{{"比例", "a share"}, "\"70%\""};
  static const Expectation kDate{{"日期", "a date"}, "\"2026-11-22\""};
  static const Expectation kTime{{"时间", "a time"}, "\"2026-11-22T09:30:00+08:00\""};
  static const Expectation kBoolean{{"是或否", "yes or no"}, "true"};
  static const Expectation kCode{{"词表中的代码", "a code of the vocabulary"}, "\"code\""};
  static const Expectation kRef{{"对一条记录的引用", "a reference to a record"}, R"({"id": 7})"};
  static const Expectation kRefs{{"对若干记录的引用", "references to records"},
                                 R"([{"id": 7}, {"id": 9}])"};
  static const Expectation kRows{{"若干行", "a list of rows"},
                                 R"([{"name": "…", "share": "40%"}])"};
  static const Expectation kFile{{"已上传的附件", "an uploaded file"},
                                 R"({"digest": "sm3:…", "name": "…"})"};
  static const Expectation kRegion{{"行政区划代码", "a region code"}, "\"450100\""};
  static const Expectation kCredit{{"统一社会信用代码", "a unified social credit code"},
                                   "\"914501000000000195\""};
  switch (type) {
    case FieldType::kText:
    case FieldType::kLongText:
      return kText;
    case FieldType::kLocalized:
      return kLocalized;
    case FieldType::kInteger:
      return kInteger;
    case FieldType::kDecimal:
      return kDecimal;
    case FieldType::kMoney:
      return kMoney;
    case FieldType::kShare:
      return kShare;
    case FieldType::kDate:
      return kDate;
    case FieldType::kTime:
      return kTime;
    case FieldType::kBoolean:
      return kBoolean;
    case FieldType::kCode:
      return kCode;
    case FieldType::kRef:
      return kRef;
    case FieldType::kRefs:
      return kRefs;
    case FieldType::kRows:
      return kRows;
    case FieldType::kFile:
      return kFile;
    case FieldType::kRegion:
      return kRegion;
    case FieldType::kCreditCode:
      return kCredit;
  }
  return kText;
}

}  // namespace

base::Text expected_json(const Field& field) {
  return expectation(field.type).words;
}

std::string_view example_json(const Field& field) {
  return expectation(field.type).example;
}

}  // namespace lingqu::registers::detail
