#include "feel/native.hpp"

#include <charconv>
#include <cmath>
#include <map>

#include "feel/evaluator.hpp"
#include "feel/names.hpp"

namespace lingqu::feel {
namespace {

using Implementation = Value (*)(Evaluator&, const Value*, size_t);

class NativeFunction final : public Function {
 public:
  NativeFunction(std::string name, size_t parameters, bool variadic, Implementation implementation)
      : name_(std::move(name)),
        parameters_(parameters),
        variadic_(variadic),
        implementation_(implementation) {}
  std::string_view name() const override { return name_; }
  Value call(Evaluator& evaluator, const Value* arguments, size_t count) const override {
    if (variadic_ ? count < parameters_.size() : count != parameters_.size())
      return evaluator.fail("wrong number of arguments for", name_);
    Value result = implementation_(evaluator, arguments, count);
    return result.is_null() ? evaluator.fail("native function failed", name_) : result;
  }
  const std::vector<Parameter>& parameters() const override { return parameters_; }

 private:
  std::string name_;
  std::vector<Parameter> parameters_;
  bool variadic_;
  Implementation implementation_;
};

template <class T>
Value from_floating(T value) {
  if (!std::isfinite(value)) return Value();
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  const auto number = Decimal::parse({buffer, static_cast<size_t>(end - buffer)});
  return number ? Value(*number) : Value();
}

bool to_floating(const Value& value, double& out) {
  if (!value.is(Kind::kNumber)) return false;
  out = value.number().to_double();
  return true;
}

bool to_whole(const Value& value, int64_t least, int64_t greatest, int64_t& out) {
  const auto whole = value.is(Kind::kNumber) ? value.number().to_int64() : std::nullopt;
  if (!whole || *whole < least || *whole > greatest) return false;
  out = *whole;
  return true;
}

template <double (*function)(double)>
Value floating1(Evaluator&, const Value* in, size_t) {
  double a;
  return to_floating(in[0], a) ? from_floating(function(a)) : Value();
}

template <double (*function)(double, double)>
Value floating2(Evaluator&, const Value* in, size_t) {
  double a, b;
  return to_floating(in[0], a) && to_floating(in[1], b) ? from_floating(function(a, b)) : Value();
}

template <double (*function)(double, double)>
Value single2(Evaluator&, const Value* in, size_t) {
  double a, b;
  if (!to_floating(in[0], a) || !to_floating(in[1], b)) return Value();
  return from_floating(static_cast<float>(function(static_cast<float>(a), static_cast<float>(b))));
}

template <int64_t (*function)(int64_t), int64_t least, int64_t greatest>
Value whole1(Evaluator&, const Value* in, size_t) {
  int64_t a;
  return to_whole(in[0], least, greatest, a) ? Value(function(a)) : Value();
}

template <int64_t (*function)(int64_t, int64_t), int64_t least, int64_t greatest>
Value whole2(Evaluator&, const Value* in, size_t) {
  int64_t a, b;
  return to_whole(in[0], least, greatest, a) && to_whole(in[1], least, greatest, b)
             ? Value(function(a, b))
             : Value();
}

double larger(double a, double b) {
  return a > b ? a : b;
}
double smaller(double a, double b) {
  return a < b ? a : b;
}
double magnitude(double a) {
  return a < 0 ? -a : a;
}
double sign(double a) {
  return a > 0 ? 1 : a < 0 ? -1 : 0;
}
double radians(double a) {
  return a / 180 * M_PI;
}
double degrees(double a) {
  return a * 180 / M_PI;
}
int64_t larger_whole(int64_t a, int64_t b) {
  return a > b ? a : b;
}
int64_t smaller_whole(int64_t a, int64_t b) {
  return a < b ? a : b;
}
int64_t magnitude_whole(int64_t a) {
  return a < 0 && a != INT64_MIN ? -a : a;
}
int64_t same_whole(int64_t a) {
  return a;
}

Value round_half_up(Evaluator&, const Value* in,
                    size_t) {  // Math.round: the floor of the value plus a half
  double a;
  return to_floating(in[0], a) && std::fabs(a) < 9e18
             ? Value(static_cast<int64_t>(std::floor(a + 0.5)))
             : Value();
}

Value parse_number(const Value& text, bool whole) {
  if (!text.is(Kind::kString)) return Value();
  const auto number = Decimal::parse(text.text());
  return number && (!whole || number->is_integer()) ? Value(*number) : Value();
}

template <int64_t least, int64_t greatest>
Value parse_whole(Evaluator&, const Value* in, size_t) {
  const Value number = parse_number(in[0], true);
  int64_t checked;
  return to_whole(number, least, greatest, checked) ? number : Value();
}

Value parse_double(Evaluator&, const Value* in, size_t) {
  double a;
  const Value number = parse_number(in[0], false);
  return to_floating(number, a) ? from_floating(a) : Value();
}

Value parse_float(Evaluator&, const Value* in, size_t) {
  double a;
  const Value number = parse_number(in[0], false);
  return to_floating(number, a) ? from_floating(static_cast<float>(a)) : Value();
}

Value identity_double(Evaluator&, const Value* in, size_t) {
  double a;
  return to_floating(in[0], a) ? from_floating(a) : Value();
}

Value string_of_char(Evaluator&, const Value* in, size_t) {
  size_t length = 0;
  if (!in[0].is(Kind::kString) || in[0].text().empty()) return Value();
  decode(in[0].text(), 0, length);
  return length == in[0].text().size() ? in[0] : Value();
}

Value string_of_any(Evaluator&, const Value* in, size_t) {
  return Value(to_text(in[0]));
}

// String.format with %s, %d, %f (also with a precision), %n and %%.
Value format(Evaluator& evaluator, const Value* in, size_t count) {
  if (!in[0].is(Kind::kString)) return Value();
  const std::string& pattern = in[0].text();
  std::string out;
  size_t next = 1;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out.push_back(pattern[i]);
      continue;
    }
    int precision = 6;
    if (++i < pattern.size() && pattern[i] == '.') {
      precision = 0;
      while (++i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9' && precision < 100)
        precision = precision * 10 + (pattern[i] - '0');
    }
    if (i == pattern.size()) return Value();
    if (pattern[i] == '%' || pattern[i] == 'n') {
      out.push_back(pattern[i] == 'n' ? '\n' : '%');
      continue;
    }
    if (next >= count) return Value();
    const Value& argument = in[next++];
    if (pattern[i] == 's') {
      out.append(to_text(argument));
    } else if (pattern[i] == 'd' && argument.is(Kind::kNumber) && argument.number().is_integer()) {
      out.append(argument.number().quantize(0, base::Rounding::kDown).to_string());
    } else if (pattern[i] == 'f' && argument.is(Kind::kNumber)) {
      out.append(argument.number().quantize(precision, base::Rounding::kHalfUp).to_string());
    } else {
      return Value();
    }
    if (!evaluator.allocate(out.size())) return Value();
  }
  return Value(std::move(out));
}

struct Row {
  const char* name;  // class, method and parameter types without blanks
  size_t parameters;
  Implementation implementation;
  bool variadic = false;
};

constexpr int64_t kIntMin = INT32_MIN, kIntMax = INT32_MAX;

const Row kRows[] = {
    {"java.lang.Math.abs(double)", 1, floating1<magnitude>},
    {"java.lang.Math.abs(int)", 1, whole1<magnitude_whole, kIntMin, kIntMax>},
    {"java.lang.Math.abs(long)", 1, whole1<magnitude_whole, INT64_MIN, INT64_MAX>},
    {"java.lang.Math.acos(double)", 1, floating1<std::acos>},
    {"java.lang.Math.asin(double)", 1, floating1<std::asin>},
    {"java.lang.Math.atan(double)", 1, floating1<std::atan>},
    {"java.lang.Math.atan2(double,double)", 2, floating2<std::atan2>},
    {"java.lang.Math.cbrt(double)", 1, floating1<std::cbrt>},
    {"java.lang.Math.ceil(double)", 1, floating1<std::ceil>},
    {"java.lang.Math.cos(double)", 1, floating1<std::cos>},
    {"java.lang.Math.cosh(double)", 1, floating1<std::cosh>},
    {"java.lang.Math.exp(double)", 1, floating1<std::exp>},
    {"java.lang.Math.floor(double)", 1, floating1<std::floor>},
    {"java.lang.Math.hypot(double,double)", 2, floating2<std::hypot>},
    {"java.lang.Math.log(double)", 1, floating1<std::log>},
    {"java.lang.Math.log10(double)", 1, floating1<std::log10>},
    {"java.lang.Math.max(double,double)", 2, floating2<larger>},
    {"java.lang.Math.max(float,float)", 2, single2<larger>},
    {"java.lang.Math.max(int,int)", 2, whole2<larger_whole, kIntMin, kIntMax>},
    {"java.lang.Math.max(long,long)", 2, whole2<larger_whole, INT64_MIN, INT64_MAX>},
    {"java.lang.Math.min(double,double)", 2, floating2<smaller>},
    {"java.lang.Math.min(float,float)", 2, single2<smaller>},
    {"java.lang.Math.min(int,int)", 2, whole2<smaller_whole, kIntMin, kIntMax>},
    {"java.lang.Math.min(long,long)", 2, whole2<smaller_whole, INT64_MIN, INT64_MAX>},
    {"java.lang.Math.pow(double,double)", 2, floating2<std::pow>},
    {"java.lang.Math.rint(double)", 1, floating1<std::rint>},
    {"java.lang.Math.round(double)", 1, round_half_up},
    {"java.lang.Math.signum(double)", 1, floating1<sign>},
    {"java.lang.Math.sin(double)", 1, floating1<std::sin>},
    {"java.lang.Math.sinh(double)", 1, floating1<std::sinh>},
    {"java.lang.Math.sqrt(double)", 1, floating1<std::sqrt>},
    {"java.lang.Math.tan(double)", 1, floating1<std::tan>},
    {"java.lang.Math.tanh(double)", 1, floating1<std::tanh>},
    {"java.lang.Math.toDegrees(double)", 1, floating1<degrees>},
    {"java.lang.Math.toRadians(double)", 1, floating1<radians>},
    {"java.lang.Byte.valueOf(byte)", 1, whole1<same_whole, -128, 127>},
    {"java.lang.Short.valueOf(short)", 1, whole1<same_whole, -32768, 32767>},
    {"java.lang.Integer.valueOf(int)", 1, whole1<same_whole, kIntMin, kIntMax>},
    {"java.lang.Integer.valueOf(java.lang.String)", 1, parse_whole<kIntMin, kIntMax>},
    {"java.lang.Integer.parseInt(java.lang.String)", 1, parse_whole<kIntMin, kIntMax>},
    {"java.lang.Long.valueOf(long)", 1, whole1<same_whole, INT64_MIN, INT64_MAX>},
    {"java.lang.Long.valueOf(java.lang.String)", 1, parse_whole<INT64_MIN, INT64_MAX>},
    {"java.lang.Float.valueOf(java.lang.String)", 1, parse_float},
    {"java.lang.Double.valueOf(double)", 1, identity_double},
    {"java.lang.Double.valueOf(java.lang.String)", 1, parse_double},
    {"java.lang.String.valueOf(char)", 1, string_of_char},
    {"java.lang.String.valueOf(double)", 1, string_of_any},
    {"java.lang.String.valueOf(int)", 1, string_of_any},
    {"java.lang.String.valueOf(java.lang.Object)", 1, string_of_any},
    {"java.lang.String.format(java.lang.String,[Ljava.lang.Object;)", 1, format, true},
};

}  // namespace

const Function* find_native(std::string_view java_class, std::string_view signature) {
  static const std::map<std::string, Value, std::less<>> functions = [] {
    std::map<std::string, Value, std::less<>> made;
    for (const Row& row : kRows)
      made.emplace(row.name, Value(new NativeFunction(row.name, row.parameters, row.variadic,
                                                      row.implementation)));
    return made;
  }();
  std::string name(java_class);
  name.push_back('.');
  for (const char c : signature)
    if (c != ' ') name.push_back(c);
  const auto found = functions.find(name);
  return found != functions.end() ? &found->second.function() : nullptr;
}

}  // namespace lingqu::feel
