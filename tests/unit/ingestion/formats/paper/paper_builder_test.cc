// What comes out of a page or document, however disordered.
#include "services/ingestion/formats/paper/paper_builder.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// Paragraphs in quotes, tables in brackets, rows behind "/", cells behind "|".
std::string Shown(const std::vector<PaperBlock>& blocks) {
  std::string out;
  for (const PaperBlock& block : blocks) {
    if (block.table == nullptr) {
      absl::StrAppend(&out, "'", block.text, "'");
      continue;
    }
    out += "[";
    for (const PaperRow& row : block.table->rows) {
      out += "/";
      for (const PaperCell& cell : row.cells) {
        absl::StrAppend(&out, "|", Shown(cell.blocks));
      }
    }
    out += "]";
  }
  return out;
}

void AddCell(PaperBuilder* builder, absl::string_view text,
             PaperBuilder::Span span = {}) {
  builder->OpenCell(span);
  builder->Append(text);
  builder->CloseCell();
}

std::string Finished(PaperBuilder* builder) {
  auto blocks = builder->Finish();
  return blocks.ok() ? Shown(*blocks) : blocks.status().ToString();
}

TEST(PaperBuilder, MergedCells_AreBlankBesideAndBelowTheFirst) {
  PaperBuilder builder;
  builder.OpenTable();
  builder.OpenRow();
  AddCell(&builder, "a", {.columns = 1, .rows = 3});
  AddCell(&builder, "b", {.columns = 2, .rows = 1});
  AddCell(&builder, "c", {.columns = 1, .rows = 2});
  builder.OpenRow();
  AddCell(&builder, "d");
  AddCell(&builder, "e");
  builder.OpenRow();
  AddCell(&builder, "f");
  AddCell(&builder, "g");
  AddCell(&builder, "h");
  builder.OpenRow();
  AddCell(&builder, "i");
  builder.CloseTable();
  EXPECT_EQ(Finished(&builder),
            "[/|'a'|'b'||'c'/||'d'|'e'|/||'f'|'g'|'h'/|'i']");
}

TEST(PaperBuilder, OverlappingCells_AreCountedOnce) {
  PaperBuilder builder;
  builder.OpenTable();
  builder.OpenRow();
  AddCell(&builder, "a");
  AddCell(&builder, "b", {.columns = 1, .rows = 9});
  AddCell(&builder, "c", {.columns = 1, .rows = 9});
  builder.OpenRow();
  AddCell(&builder, "d", {.columns = 7, .rows = 2});
  builder.OpenRow();
  AddCell(&builder, "e");
  EXPECT_EQ(Finished(&builder), "[/|'a'|'b'|'c'/|'d'||||||/||||||||'e']");
}

// Each cell of the second row stands between two that go on from above: looking
// through all of these for each would take seconds.
TEST(PaperBuilder, ManyMergedCells_TakeNoTime) {
  constexpr int kPairs = 70'000;
  PaperBuilder builder;
  builder.OpenTable();
  builder.OpenRow();
  for (int i = 0; i < kPairs; ++i) {
    builder.OpenCell({.columns = 1, .rows = 2});
    builder.OpenCell({});
  }
  builder.OpenRow();
  const std::clock_t begin = std::clock();
  for (int i = 0; i < kPairs; ++i) builder.OpenCell({});
  builder.CloseRow();
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC / 2);
  const auto blocks = builder.Finish();
  ASSERT_TRUE(blocks.ok()) << blocks.status();
  EXPECT_EQ(blocks->at(0).table->rows.at(1).cells.size(), 2 * kPairs);
}

TEST(PaperBuilder, Disorder_ComesOutSound) {
  PaperBuilder builder;
  builder.CloseCell();
  builder.CloseRow();
  builder.CloseTable();
  builder.OpenRow();
  builder.OpenCell({});
  builder.Append("no table");
  builder.OpenTable();
  builder.Append("before");
  builder.EndParagraph();
  builder.OpenCell({.columns = -1, .rows = -1});
  builder.Append("a");
  builder.OpenTable();
  builder.OpenCell({});
  builder.Append("b");
  EXPECT_EQ(Finished(&builder), "'no table''before'[/|'a'[/|'b']]");
}

TEST(PaperBuilder, WhatShowsNothing_IsLeftOut) {
  PaperBuilder builder;
  builder.Append(
      "预\xC2\xAD算\xE2\x80\x8B\x01"
      "1\xC2\xA0"
      "2\t3\r4");
  builder.EndParagraph();
  builder.Append(" \xE3\x80\x80\n");
  EXPECT_EQ(Finished(&builder), "'预算1 2 3\n4'");
}

TEST(PaperBuilder, BeyondTheLimits_IsRefused) {
  PaperBuilder cells;
  cells.OpenTable();
  cells.OpenRow();
  for (int i = 0; i < 1'000; ++i) {
    AddCell(&cells, "x", {.columns = 1, .rows = 1'000'000});
  }
  for (int i = 0; i < 1'000'000 && cells.status().ok(); ++i) cells.OpenRow();
  EXPECT_EQ(rpc::ReasonOf(cells.status()), rpc::Reason::kDocumentTooLarge);
  EXPECT_TRUE(absl::StrContains(Finished(&cells), "rows and cells"));

  PaperBuilder text;
  const std::string mebibyte(1 << 20, 'x');
  for (size_t i = 0; i <= kPrintedBytesMax >> 20; ++i) text.Append(mebibyte);
  EXPECT_TRUE(absl::StrContains(Finished(&text), "bytes of text"));

  PaperBuilder deep;
  for (size_t i = 0; i <= kTablesDeepMax; ++i) {
    deep.OpenTable();
    deep.OpenCell({});
  }
  EXPECT_TRUE(absl::StrContains(Finished(&deep), "deeper than 16"));
}

}  // namespace
}  // namespace yuheng::ingestion
