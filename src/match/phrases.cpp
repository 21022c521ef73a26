// Phrases that say that a text is a need and nothing about what is needed.
#include <algorithm>
#include <vector>

#include "match/understanding.hpp"
#include "search/folding.hpp"

namespace lingqu::match {

namespace {

constexpr const char* kPhrases[] = {
    // Who speaks
    "我们公司", "我公司", "我司", "本公司", "我厂", "本厂", "我们厂", "我单位", "本单位", "我所", "我院", "我校", "我社", "本社", "我县", "我市", "我省",
    "我区", "我们", "我方", "本企业", "我企业", "企业", "公司", "工厂", "厂家", "厂商", "服务商", "供应商", "合作社", "单位", "客户", "用户", "买家", "甲方",
    "乙方", "专家", "高校", "院校", "科研院所", "有人", "车间", "集团", "有限责任公司", "有限公司", "负责人",
    // What they do with a wish
    "希望能够", "希望能", "希望有", "希望获得", "希望得到", "希望找到", "希望借助", "希望引进", "希望", "征集", "征求", "寻求", "寻找", "诚征", "求购", "急需",
    "亟需", "亟待", "迫切需要", "需要", "需求", "想要", "想找", "想请", "想把", "想用", "想知道", "想换成", "想借助", "打算", "拟采用", "拟立项", "拟开发", "拟",
    "计划", "欲研制", "期望", "期待", "盼望", "恳请", "请专家", "请提供", "提供", "指导", "帮助", "协助", "解决", "攻关", "合作开发", "联合开发", "合作",
    "引进", "可转让", "转让", "授权使用", "可授权", "招标", "委托开发", "委托", "技术需求", "难题", "痛点", "瓶颈", "由我方承接", "最好能", "最好", "能够",
    "现征集", "现寻求", "现需", "现求", "求", "欲", "想", "望",
    // How it is today
    "目前", "现有", "现在", "眼下", "长期以来", "长期使用", "长期", "一直", "近年来", "近年", "由于", "因为", "因此", "所以", "但是", "然而", "不过", "同时",
    "并且", "而且", "以及", "或者", "如果", "只有", "除了", "除", "之外", "为了", "从而", "使得", "使其", "导致", "造成", "比较", "十分", "非常", "特别",
    "明显", "大量", "经常", "常常", "往往", "总是", "全凭", "凭经验", "靠经验", "每次", "每年", "每天", "有时", "有些", "有的", "各种", "各类", "不同",
    "一种", "一套", "一些", "一个", "一项", "某些", "其中", "这种", "这些", "该", "此", "能否", "是否", "如何", "怎样", "怎么", "什么", "哪些", "哪个", "多少",
    "要求", "必须", "不能", "不允许", "不影响", "不明显", "又要", "还要", "既要", "而又", "又不", "才能", "可以", "可用于", "便于", "适合", "达到", "做到",
    "实现", "进行", "采用", "使用", "利用", "通过", "根据", "按照", "基于", "针对", "关于", "对于", "方面", "情况", "问题", "投诉", "抱怨",
    "技术方案", "方案", "成套经验", "经验", "缩短周期", "节省", "省钱", "费钱", "费时", "价格高", "成本高", "贵",
};

const std::vector<std::u32string>& phrases() {
  static const std::vector<std::u32string> folded = [] {
    std::vector<std::u32string> all;
    for (const char* phrase : kPhrases) all.push_back(search::fold(phrase));
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return all;
  }();
  return folded;
}

}  // namespace

std::u32string without_phrases(std::u32string_view folded) {
  std::u32string out;
  for (size_t i = 0; i < folded.size();) {
    const auto starts_here = [&](const std::u32string& phrase) { return folded.substr(i, phrase.size()) == phrase; };
    const auto found = std::find_if(phrases().begin(), phrases().end(), starts_here);
    if (found == phrases().end()) {
      out += folded[i++];
      continue;
    }
    out += U' ';
    i += found->size();
  }
  return out;
}

}  // namespace lingqu::match
