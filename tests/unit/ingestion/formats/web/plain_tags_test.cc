// What is left of a page's tags.
#include "services/ingestion/formats/web/plain_tags.h"

#include <gtest/gtest.h>

namespace yuheng::ingestion {
namespace {

TEST(PlainTags, AttributesThatSayWhatIsShown_AreKept) {
  EXPECT_EQ(WithPlainTags("<TD Width=9 ColSpan=3 rowspan='2' x=\">\" nowrap "
                          "style=\"a:'b'\" style=c hidden>x</TD >"),
            "<td colspan=\"3\" rowspan=\"2\" style=\"a:'b'\" "
            "hidden=\"\">x</td>");
  EXPECT_EQ(WithPlainTags("<p id='a\"b'/><br/>"), "<p id=\"a&quot;b\"><br>");
}

TEST(PlainTags, WhatIsNoElement_IsLeftOut) {
  EXPECT_EQ(WithPlainTags("<!DOCTYPE html [x]>a<!-- <p> > -->b<![if !x]>c"
                          "<![endif]><?xml a=\"1\"?></>d</ p>e<!-->f"),
            "abcdef");
  EXPECT_EQ(WithPlainTags("<script>if (a</b) '</p>'</script ><p>"
                          "<STYLE>p{}</style><title><p></title>"),
            "</script><p></style><title></title>");
}

TEST(PlainTags, OtherMarks_AreText) {
  EXPECT_EQ(WithPlainTags("1 < 2 <3 << <"), "1 &lt; 2 &lt;3 &lt;&lt; &lt;");
  EXPECT_EQ(WithPlainTags("a<b<c>"), "a<bc>");
}

TEST(PlainTags, CutPages_EndBeforeTheCut) {
  for (const char* cut :
       {"a<p", "a<p x", "a<p x=", "a<p x='>", "a<!--", "a<!"}) {
    EXPECT_EQ(WithPlainTags(cut), "a") << cut;
  }
  EXPECT_EQ(WithPlainTags("a<script>x</scr"), "a");
  EXPECT_EQ(WithPlainTags("a</"), "a&lt;/");
}

}  // namespace
}  // namespace yuheng::ingestion
