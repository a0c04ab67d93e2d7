// SPDX-License-Identifier: MIT
#include "search/store/database_url.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

TEST(DatabaseUrl, IsToldFromAFolder) {
  EXPECT_TRUE(is_postgresql_url("postgresql://host/studies"));
  EXPECT_TRUE(is_postgresql_url("postgres://host/studies"));
  EXPECT_FALSE(is_postgresql_url("out/postgresql"));
  EXPECT_FALSE(is_postgresql_url("mysql://host/studies"));
}

TEST(DatabaseUrl, IsShownWithoutItsPassword) {
  EXPECT_EQ(without_password("postgresql://ann:se:cret@host:5432/d"),
            "postgresql://ann@host:5432/d");
  EXPECT_EQ(without_password("postgresql://ann:p%40ss@host"), "postgresql://ann@host");
  EXPECT_EQ(without_password("postgresql:///d?user=ann&password=secret&host=/run"),
            "postgresql:///d?user=ann&host=/run");
  EXPECT_EQ(without_password("postgresql:///d?password=secret"), "postgresql:///d");
  EXPECT_EQ(without_password("postgresql:///d?user=ann&password=secret"),
            "postgresql:///d?user=ann");
}

TEST(DatabaseUrl, IsShownAsItIsWithoutOne) {
  for (const char* url : {"postgresql://host/d", "postgresql://ann@host/d",
                          "postgresql://host:5432/d?user=a@b", "postgresql:///d"}) {
    EXPECT_EQ(without_password(url), url);
  }
}

TEST(DatabaseUrl, GetsTimeoutsThatItDoesNotHave) {
  EXPECT_EQ(with_timeouts("postgresql://host/d"),
            "postgresql://host/d?connect_timeout=10&keepalives_idle=15&tcp_user_timeout=30000");
  EXPECT_EQ(
      with_timeouts("postgresql:///d?connect_timeout=3&host=/run"),
      "postgresql:///d?connect_timeout=3&host=/run&keepalives_idle=15&tcp_user_timeout=30000");
}

}  // namespace
}  // namespace wattle::search
