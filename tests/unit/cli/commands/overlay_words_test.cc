#include "services/cli/commands/overlay_words.h"

#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace yuheng::cli {
namespace {

using validation::Discipline;
using validation::Severity;
using validation::VerdictSummary;

std::string Printed(const VerdictSummary& summary) {
  std::ostringstream out;
  Terminal terminal;
  terminal.out = &out;
  terminal.language = Language::kEn;
  PrintOverlay(terminal, summary);
  return out.str();
}

std::string Written(const VerdictSummary& summary) {
  JsonWriter json;
  json.BeginObject();
  WriteOverlay(summary, &json);
  json.EndObject();
  return json.text();
}

TEST(OverlayWords, WithoutOne_NothingShows) {
  EXPECT_EQ(Printed({}), "");
  EXPECT_EQ(Written({}), "{}");
}

TEST(OverlayWords, WhatChanged_ShowsInBothForms) {
  VerdictSummary summary;
  summary.overlay_sha256 = "0123456789abcdef";
  summary.rules_off = {"A6-02"};
  summary.rules_changed = {{"*", {}, Discipline::kExact},
                           {"N-08", Severity::kNote, {}}};
  summary.overlay_change_count = 3;
  summary.references_sha256 = "cafe";
  const std::string text = Printed(summary);
  for (const char* part :
       {"0123456789ab", "3 changes", "A6-02", "* EXACT", "N-08 NOTE"}) {
    EXPECT_TRUE(absl::StrContains(text, part)) << part << " in " << text;
  }
  EXPECT_EQ(
      Written(summary),
      "{\"overlay\":{\"sha256\":\"0123456789abcdef\",\"off\":[\"A6-02\"],"
      "\"changed\":[{\"rule\":\"*\",\"severity\":null,\"discipline\":"
      "\"EXACT\"},{\"rule\":\"N-08\",\"severity\":\"NOTE\","
      "\"discipline\":null}],\"count\":3},\"referencesSha256\":\"cafe\"}");
}

}  // namespace
}  // namespace yuheng::cli
