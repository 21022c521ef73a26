// The models the benchmarks run: (a) points from 18 band tables and a weighted sum, (c) one table
// of 1,000 rules and 4 inputs beside the same of 10 rules. Written out as DMN, so that other
// engines can be given the same.
#pragma once

#include <string>
#include <vector>

#include "feel/value.hpp"

namespace lingqu::bench {

std::string points_model(int tables = 18, int bands = 5);
std::string rules_model(int rules);
// Input values of one row of each, from a fixed sequence.
feel::Context points_row(uint64_t row, int tables = 18);
feel::Context rules_row(uint64_t row, int rules);

}  // namespace lingqu::bench
