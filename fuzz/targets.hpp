// What is fuzzed: each takes any bytes and must neither crash nor hang. Shared by the libFuzzer
// programs and by the replay of the seeds in the tests.
#pragma once

#include <string_view>

namespace lingqu::fuzz {

void feel_text(std::string_view bytes);   // an expression and unary tests: compiled and evaluated
void dmn_model(std::string_view bytes);   // a model file: loaded, evaluated with trace, analysed
void value_text(std::string_view bytes);  // texts of values: numbers, dates, times, durations, JSON
                                          // inputs, regular expressions

}  // namespace lingqu::fuzz
