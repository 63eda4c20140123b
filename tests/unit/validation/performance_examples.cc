// Broken performance sheets and implausible figures, one for each rule at
// least.
#include "absl/strings/str_cat.h"
#include "tests/unit/validation/example.h"

namespace yuheng::validation {

std::vector<Example> PerformanceExamples() {
  return {
      {"P-01", "P1:total", [](auto& b) { b.SetSheet(0, "14", "13", ""); }},
      {"P-01", "P4:fiscal", [](auto& b) { b.SetSheet(3, "18", "3", "14"); }},
      {"P-02", "P2:ind5:weight",
       [](auto& b) { b.IndicatorAt(1, 4).weight_micro = 19'000'000; }},
      {"P-03", "P2:ind5:weight",
       [](auto& b) {
         b.IndicatorAt(1, 4).weight_micro = 25'000'000;
         b.IndicatorAt(1, 5).weight_micro = 15'000'000;
       }},
      {"P-04", "P1:ind5:target",
       [](auto& b) { b.IndicatorAt(0, 4).target = "<=12.5万元"; }},
      {"P-05", "P3:ind5:target",
       [](auto& b) {
         b.AddClaim("N5c:2060102:amount", "8");
         b.AddClaim("N5c:2060102:delta", "2");
         b.IndicatorAt(2, 4).prior = "7万元";
       }},
      {"P-06", "T7:2060102|引智工作经费:total",
       [](auto& b) {
         b.SheetAt(2).project = "另一件事";
         b.SetSheet(2, "9", "9", "");
       }},
      {"P-06", "T7:2050202|校舍维修:total",
       [](auto& b) { b.SetSheet(0, "12", "12", ""); }},
      {"P-06", "T3:2120801:project",
       [](auto& b) {
         b.document().sheets.erase(b.document().sheets.begin() + 4);
       }},
      {"P-06", "P6:total",
       [](auto& b) {
         b.SetSheet(5, "11", "11", "");
         b.IndicatorAt(5, 4).target = "<=11万元";
       }},
      {"P-07", "T3:ALL:project",
       [](auto& b) { b.SetSheet(0, "14", "14", ""); }},
      {"P-08", "P4:other", [](auto& b) { b.SetSheet(3, "18", "", "18.5"); }},
      {"P-08", "P4:fiscal", [](auto& b) { b.SetSheet(3, "18", "6", "12"); }},
      {"P-09", "P1:year", [](auto& b) { b.SheetAt(0).fiscal_year = 2022; }},
      {"P-09", "P1:unit",
       [](auto& b) {
         b.AddClaim("G:units:count", "0");
         b.SheetAt(0).unit = "云上州水利局";
       }},
      {"P-10", "P1:goal",
       [](auto& b) { b.SheetAt(0).goal = "全年校舍维修惠及群众600人。"; }},
      {"P-11", "P1:ind1:target",
       [](auto& b) { b.IndicatorAt(0, 0).target = ""; }},
      {"P-11", "P1:ind3:target",
       [](auto& b) { b.IndicatorAt(0, 2).target = "=120%"; }},
      {"P-11", "P1:ind3:target",
       [](auto& b) { b.IndicatorAt(0, 2).target = ">=100%"; }},
      {"P-12", "P1:ind1:target",
       [](auto& b) { b.IndicatorAt(0, 0).prior = "15次"; }},
      {"P-13", "P4:ind5:target",
       [](auto& b) {
         budget::Indicator& cost = b.IndicatorAt(3, 4);
         cost.name = "设备购置费";
         cost.target = "<=8万元";
         b.SheetAt(3).indicators.push_back(cost);
         b.IndicatorAt(3, 7).name = "食材";
         b.IndicatorAt(3, 7).target = "<=10万元";
         // Table 7 has 8 of 310 for 校舍维修, whose sheet does not.
       }},
      {"P-14", "P1:ind3:target",
       [](auto& b) { b.IndicatorAt(0, 2).name = "校舍维修完成及时率"; }},
      {"P-14", "P1:ind2:target",
       [](auto& b) { b.IndicatorAt(0, 1).name = b.IndicatorAt(0, 0).name; }},
      {"P-15", "P1:ind4:target",
       [](auto& b) { b.IndicatorAt(0, 3).target = "<=2024年1月31日"; }},
      {"P-15", "P1:ind4:target",
       [](auto& b) { b.IndicatorAt(0, 3).target = "<=2023年11月31日"; }},
      {"P-16", "P3:project",
       [](auto& b) {
         b.AddClaim("N5c:2060102:amount", "8");
         b.AddClaim("N5c:2060102:delta", "2");
       }},
      {"P-17", "P2:ind5:target",
       [](auto& b) {
         b.IndicatorAt(0, 4).name = "保障机构运转补助经费";
         b.IndicatorAt(1, 4).name = "保障机构运转补助经费";
       }},
  };
}

std::vector<Example> PlausibilityExamples() {
  const auto pay = [](const char* code, const char* amount) {
    return [=](testing::DocumentBuilder& b) {
      b.AddRow(6, "30108", {"16", "16"});
      b.AddRow(6, code, {amount, amount});
    };
  };
  return {
      {"R-01", "T6:30109:total", pay("30109", "4")},
      {"R-02", "T6:30113:total", pay("30113", "20")},
      {"R-03", "N5a:basic:amount",
       [](auto& b) {
         b.AddClaim("G:staff:in_post", "20");
         b.AddClaim("G:staff/in_post:delta", "0");
         b.AddClaim("N5a:basic:amount", "150");
         b.AddClaim("N5a:basic:delta", "70");
       }},
      {"R-04", "T10:car_run:total",
       [](auto& b) { b.AddClaim("N11c:cars:count", "10"); }},
      {"R-05", "N11c:house:amount",
       [](auto& b) {
         b.AddClaim("N11c:house:area", "25");
         b.AddClaim("N11c:house:amount", "0.25");
       }},
      {"R-06", "T6:30228:total", pay("30228", "5")},
      {"R-07", "T6:30110:total", pay("30110", "1")},
      {"R-08", "N11a:operating:amount",
       [](auto& b) {
         b.AddClaim("G:staff:in_post", "200");
         b.AddClaim("N11a:operating:amount", "28");
       }},
      {"R-09", "T6:30113:total", pay("30113", "10")},
      {"R-10", "N2:gen:share",
       [](auto& b) { b.AddClaim("N2:gen:share", "102.5"); }},
      {"R-11", "N11b:goods:amount",
       [](auto& b) { b.AddClaim("N11b:goods:amount", "5000"); }},
  };
}

}  // namespace yuheng::validation
