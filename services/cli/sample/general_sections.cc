#include <map>
#include <utility>
#include <vector>

#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"

namespace yuheng::cli {
namespace {

class Writer {
 public:
  Writer(const Bureau& bureau, Wording* wording)
      : bureau_(bureau),
        wording_(*wording),
        year_(std::to_string(bureau.fiscal_year)),
        general_(FlowOf(bureau, IsGeneralAtom)) {}

  std::string Write() {
    text_ += SectionHeading(5, &wording_);
    WritePart("N5a", "一", "规模变化情况", &Writer::WriteScale);
    WritePart("N5b", "二", "结构情况", &Writer::WriteStructure);
    WritePart("N5c", "三", "具体使用情况", &Writer::WriteItems);
    WriteBasic();
    return std::move(text_);
  }

 private:
  static bool IsGeneralAtom(const Atom& atom) { return IsGeneral(atom.source); }

  // A part of section 五, which the script may leave out.
  void WritePart(const std::string& key, const std::string& number,
                 const std::string& title, void (Writer::*write)()) {
    const size_t begin = text_.size();
    text_ +=
        wording_.Bracketed(number) + "一般公共预算当年拨款" + title + "\n\n";
    (this->*write)();
    if (!wording_.script().Has(key)) text_.resize(begin);
  }

  void WriteScale() {
    text_ += wording_.Name("N5a#name") + year_ + "年一般公共预算拨款合计" +
             wording_.Amount("N5a:total", general_.amount_fen) + "，其中：";
    for (const bool basic : {true, false}) {
      const Flow flow = FlowOf(bureau_, [basic](const Atom& atom) {
        return IsGeneral(atom.source) && atom.basic() == basic;
      });
      const std::string stem = basic ? "N5a:basic" : "N5a:project";
      text_ += (basic ? "基本支出" : "项目支出") +
               wording_.Amount(stem, flow.amount_fen) + "，" +
               wording_.Change(stem, flow, ChangeForm::kFull) + "。" +
               wording_.Reason(stem, flow,
                               basic ? Subject::kBasic : Subject::kProject) +
               "。";
    }
    text_ += "\n\n";
  }

  void WriteStructure() {
    int number = 0;
    for (const auto& [code, flow] :
         FlowsByFunction(bureau_, 3, IsGeneralAtom)) {
      const std::string stem = "N5b:" + code;
      const std::string item =
          wording_.Number(++number) + FunctionName(bureau_, code) +
          wording_.Bracketed("类") + wording_.Amount(stem, flow.amount_fen) +
          "，" + wording_.Share(stem, flow.amount_fen, general_.amount_fen) +
          "。\n\n";
      if (wording_.script().Has(stem)) text_ += item;
    }
  }

  void WriteItems() {
    const auto basic = FlowsByFunction(bureau_, 7, [](const Atom& a) {
      return IsGeneral(a.source) && a.basic();
    });
    int number = 0;
    for (const auto& [code, flow] :
         FlowsByFunction(bureau_, 7, IsGeneralAtom)) {
      const std::string stem = "N5c:" + code;
      const std::string path = wording_.script().Words(
          stem + "#path", PathOf(bureau_, code, wording_));
      const std::string item =
          wording_.Number(++number) + path + wording_.Colon() + year_ +
          "年预算数为" +
          wording_.Sentence(
              stem, flow, 0,
              basic.count(code) > 0 ? Subject::kMoney : Subject::kProject) +
          "\n\n";
      if (wording_.script().Has(stem)) text_ += item;
    }
  }

  void WriteBasic() {
    text_ += SectionHeading(6, &wording_);
    const Flow basic = FlowOf(bureau_, [](const Atom& a) {
      return IsGeneral(a.source) && a.basic();
    });
    text_ += wording_.Name("N6#name") + year_ + "年一般公共预算基本支出" +
             wording_.Amount("N6:total", basic.amount_fen) + "， 其中：\n";
    for (const bool personnel : {true, false}) {
      const AtomTest test = [personnel](const Atom& atom) {
        return IsGeneral(atom.source) && atom.basic() &&
               IsPublic(atom) != personnel;
      };
      std::map<std::string, bool> economic;
      for (const Atom& atom : bureau_.atoms) {
        if (test(atom)) economic[atom.economic] = true;
      }
      std::vector<std::string> names;
      for (const auto& use : economic) {
        names.push_back(EconomicName(bureau_, use.first));
      }
      const std::string stem = personnel ? "N6:personnel" : "N6:public";
      text_ += (personnel ? "人员经费" : "公用经费") +
               wording_.Amount(stem, FlowOf(bureau_, test).amount_fen) +
               "，主要包括" + wording_.Colon() +
               wording_.Names(stem + ":words", names) + "。\n\n";
    }
  }

  const Bureau& bureau_;
  Wording& wording_;
  std::string year_;
  Flow general_;
  std::string text_;
};

}  // namespace

std::string GeneralSectionsText(const Bureau& bureau, Wording* wording) {
  return Writer(bureau, wording).Write();
}

}  // namespace yuheng::cli
