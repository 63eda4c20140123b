#include "services/ingestion/formats/detail/money_source.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

struct SourceName {
  absl::string_view name;  // As NormaliseLabel leaves it.
  absl::string_view key;
};

// The words of T1, of T2, and those that budget systems export.
constexpr SourceName kSourceNames[] = {
    {"一般公共预算", "gen_own"},
    {"一般公共预算拨款", "gen_own"},
    {"一般公共预算资金", "gen_own"},
    {"一般公共预算财政拨款", "gen_own"},
    {"一般财力", "gen_own"},
    {"本级财力", "gen_own"},
    {"上级一般公共预算安排转移支付", "gen_up"},
    {"上级一般公共预算安排的转移支付", "gen_up"},
    {"一般公共预算转移支付", "gen_up"},
    {"一般公共预算(上级转移支付)", "gen_up"},
    {"政府性基金", "fund_own"},
    {"政府性基金预算", "fund_own"},
    {"政府性基金预算拨款", "fund_own"},
    {"政府性基金预算资金", "fund_own"},
    {"政府性基金收入", "fund_own"},
    {"政府性基金预算财政拨款", "fund_own"},
    {"基金预算拨款", "fund_own"},
    {"上级政府性基金安排转移支付", "fund_up"},
    {"上级政府性基金安排的转移支付", "fund_up"},
    {"上级政府性基金预算安排转移支付", "fund_up"},
    {"政府性基金转移支付", "fund_up"},
    {"政府性基金(上级转移支付)", "fund_up"},
    {"国有资本经营预算", "soe_own"},
    {"国有资本经营预算拨款", "soe_own"},
    {"国有资本经营预算资金", "soe_own"},
    {"国有资本经营收入", "soe_own"},
    {"国有资本经营预算财政拨款", "soe_own"},
    {"上级国有资本经营预算安排转移支付", "soe_up"},
    {"上级国有资本经营预算安排的转移支付", "soe_up"},
    {"国有资本经营预算转移支付", "soe_up"},
    {"国有资本经营预算(上级转移支付)", "soe_up"},
    {"财政专户", "special"},
    {"财政专户核拨", "special"},
    {"财政专户(教育收费)", "special"},
    {"财政专户管理资金", "special"},
    {"教育收费", "special"},
    {"事业收入", "unit_biz"},
    {"事业收入资金", "unit_biz"},
    {"上级补助收入", "unit_upsub"},
    {"上级补助收入资金", "unit_upsub"},
    {"附属单位上缴收入", "unit_aff"},
    {"附属单位上缴收入资金", "unit_aff"},
    {"事业单位经营收入", "unit_oper"},
    {"事业单位经营收入资金", "unit_oper"},
    {"经营收入", "unit_oper"},
    {"其他收入", "unit_other"},
    {"其他收入资金", "unit_other"},
    {"上年结转一般公共预算", "carry_gen"},
    {"上年结转(一般公共预算)", "carry_gen"},
    {"一般公共预算结转", "carry_gen"},
    {"一般公共预算拨款结转", "carry_gen"},
    {"一般公共预算结转结余", "carry_gen"},
    {"上年结转政府性基金", "carry_fund"},
    {"上年结转(政府性基金)", "carry_fund"},
    {"政府性基金结转", "carry_fund"},
    {"政府性基金预算结转", "carry_fund"},
    {"政府性基金预算拨款结转", "carry_fund"},
    {"上年结转国有资本经营", "carry_soe"},
    {"上年结转(国有资本经营)", "carry_soe"},
    {"国有资本经营预算结转", "carry_soe"},
    {"国有资本经营预算拨款结转", "carry_soe"},
    {"上年结转财政专户", "carry_special"},
    {"上年结转(财政专户)", "carry_special"},
    {"财政专户结转", "carry_special"},
    {"财政专户管理资金结转", "carry_special"},
    {"上年结转单位资金", "carry_unit"},
    {"上年结转(单位资金)", "carry_unit"},
    {"单位资金结转", "carry_unit"},
    {"单位资金结转结余", "carry_unit"},
};

}  // namespace

absl::string_view MoneySourceOf(absl::string_view printed) {
  using Keys = absl::flat_hash_map<absl::string_view, absl::string_view>;
  static const Keys* const kKeys = [] {
    auto* keys = new Keys;
    for (const SourceName& source : kSourceNames) {
      keys->emplace(source.name, source.key);
      keys->emplace(source.key, source.key);
    }
    return keys;
  }();
  const std::string name =
      absl::AsciiStrToLower(budget::NormaliseLabel(printed));
  const auto found = kKeys->find(name);
  return found == kKeys->end() ? absl::string_view() : found->second;
}

}  // namespace yuheng::ingestion
