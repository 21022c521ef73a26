// The small pack with one more register, whose rules are written in FEEL: quotes for things, with positions.
#pragma once

#include <fstream>

#include "unit/engine/fixture.hpp"

namespace lingqu::engine::test {

inline constexpr const char* kQuoteRegister = R"yaml(register: quote
title: {zh: 报价, en: Quote}
menu_order: 6
label: name
owner: seller
visible: registered
with: {answers: {register: quote, by: previous}}
fields:
  name: {type: text, title: {zh: 名称, en: Name}, required: true, listed: true, search: 5}
  seller: {type: ref, to: organisation, title: {zh: 卖方, en: Seller}}
  thing: {type: ref, to: thing, title: {zh: 成果, en: Thing}}
  previous: {type: ref, to: quote, title: {zh: 前一报价, en: Previous}}
  buyers: {type: refs, to: organisation, title: {zh: 买方, en: Buyers}}
  kind: {type: code, of: kind, title: {zh: 类别, en: Kind}}
  price: {type: money, title: {zh: 价格, en: Price}, listed: true}
  cut: {type: share, title: {zh: 折扣, en: Cut}, default: "0.1"}
  net: {type: money, title: {zh: 净价, en: Net}, listed: true, is: "decimal(price * (1 - cut), 2)"}
  cheap: {type: boolean, title: {zh: 是否低价, en: Cheap}, is: "net < 100"}
  floor: {type: money, title: {zh: 底价, en: Floor}, visible: regulator}
  above: {type: money, title: {zh: 高出, en: Above}, is: "net - floor"}
  thing_price: {type: money, title: {zh: 成果价格, en: Price of the thing}, is: "thing.price"}
  thing_secret: {type: text, title: {zh: 成果意见, en: Opinion}, is: "thing.secret"}
  answered: {type: integer, title: {zh: 回应数, en: Answers}, is: "count(answers)"}
  weight: {type: decimal, scale: 3, title: {zh: 重量, en: Weight}}
  pieces: {type: integer, title: {zh: 件数, en: Pieces}}
  ready: {type: boolean, title: {zh: 就绪, en: Ready}}
  made: {type: date, title: {zh: 日期, en: Made}, default: today}
  until: {type: date, title: {zh: 有效期, en: Until}}
  moment: {type: time, title: {zh: 时刻, en: Moment}}
  note: {type: long_text, title: {zh: 说明, en: Note}}
  positions:
    type: rows
    title: {zh: 明细, en: Positions}
    columns:
      item: {type: text, required: true, title: {zh: 项目, en: Item}}
      amount: {type: money, title: {zh: 金额, en: Amount}}
      due: {type: date, title: {zh: 到期, en: Due}}
lifecycle:
  states:
    open: {title: {zh: 有效, en: Open}}
    sold: {title: {zh: 成交, en: Sold}, ends: true}
  acts:
    offer:
      title: {zh: 报价, en: Offer}
      to: open
      by: [office]
      sets: "*"
      derives:
        - feel: {field: until, is: 'made + duration("P30D")'}
      basis: [law/18]
    change: {title: {zh: 修改, en: Change}, from: open, by: [office], sets: "*", basis: [law/18]}
    sell:
      title: {zh: 成交, en: Sell}
      from: open
      to: sold
      by: [office]
      needs: [price]
      conditions:
        - {id: in_time, feel: today <= until, clause: law/18, title: {zh: 报价仍在有效期内, en: The quote is still valid}}
        - {id: enough, feel: count(positions) = 0 or price >= sum(positions.amount), clause: law/18, remedy: {zh: 请提高价格, en: Raise the price}}
        - {id: ripe, feel: 'thing = null or (thing.ready and thing.state != "withdrawn")'}
      basis: [law/18]
)yaml";

// A folder with the small pack and the register of quotes.
inline std::string quote_pack(const Folder& folder, const std::string& register_text = kQuoteRegister) {
  std::filesystem::copy(small_pack(), folder.path(), std::filesystem::copy_options::recursive);
  std::ofstream(folder.path() + "/registers/quote.yaml") << register_text;
  return folder.path();
}

struct Quotes {
  Folder folder;
  World w{quote_pack(folder)};

  int64_t offer(const std::string& more) {
    return w.act("quote", 0, "offer", R"({"name": "报价", )" + more + "}", w.office).record;
  }
};

}  // namespace lingqu::engine::test
