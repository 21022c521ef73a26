// A block of rows on its way through a model, one column per element.
#pragma once

#include <memory>
#include <vector>

#include "dmn/detail/compiled.hpp"
#include "dmn/detail/table.hpp"
#include "feel/evaluator.hpp"

namespace lingqu::dmn {

class Block {
 public:
  static constexpr size_t kRows = 256;

  Block(const Compiled& compiled, const feel::Budget& budget, const feel::Moment& moment);

  void begin(size_t rows);
  // Values of an element for the rows of the block, as given (converted to its type).
  void set(uint32_t element, const feel::Value* values);
  const feel::Value* get(uint32_t element);
  size_t stopped() const { return stopped_; }

 private:
  // A column in use: every `stride` (0 or 1) values one row.
  struct View {
    const feel::Value* values;
    size_t stride;
    const feel::Value& operator[](size_t row) const { return values[row * stride]; }
  };
  using Buffer = std::unique_ptr<feel::Value[]>;
  struct Scope {  // the element in work
    const Element* element;
    const feel::Program* program;
    std::vector<const feel::Value*>
        columns;  // by slot; null pointer where the slot is no requirement
  };

  void compute(uint32_t element);
  View column(Scope& scope, feel::NodeId node);
  View binary(Scope& scope, const feel::Node& node);
  View table(Scope& scope, const feel::Node& node);
  View call(Scope& scope, const feel::Node& node);
  View coerced(Scope& scope, const feel::Node& node);
  View row_by_row(Scope& scope, feel::NodeId node);
  void convert(feel::Value& value, const feel::Type& type);
  void fill_slots(const Scope& scope, size_t row, feel::Value* slots);
  bool end_row();
  feel::Value* buffer();

  const Compiled& compiled_;
  feel::Moment moment_;
  feel::Evaluator evaluator_;
  size_t rows_ = 0;
  size_t stopped_ = 0;
  std::vector<Buffer> columns_;  // by element
  std::vector<bool> known_;
  std::vector<Buffer> buffers_;  // for intermediate columns
  size_t used_ = 0;
  std::vector<feel::Value> slots_;  // of one row
};

}  // namespace lingqu::dmn
