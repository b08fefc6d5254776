/*
 * policy_expiry_test.c -- when points expire: what their time is counted from,
 * what prolongs it, ends of their own, and points that come back.
 */
#include "kit/history_kit.h"

#define PROGRAM(stars, more)                                                                       \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"events\":[\"review\"],"    \
    "\"attributes\":{\"customer\":{\"staff\":\"boolean\"}},"                                       \
    "\"currencies\":{\"stars\":{" stars "}},"                                                      \
    "\"ladders\":{\"status\":{\"counts\":\"visits\",\"window\":{\"rolling\":\"P30D\"},"            \
    "\"tiers\":[{\"id\":\"base\",\"from\":0},{\"id\":\"gold\",\"from\":2}]}},"                     \
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"}}" more   \
    "]}"
#define EXPIRES(members) PROGRAM("\"expires\":{\"after\":\"P10D\"" members "}", "")
#define EVENT(id, time, members)                                                                   \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-" time                                 \
    "T12:00:00Z\",\"customer\":\"c1\"," members "}\n"
#define BUY(id, day, price)                                                                        \
    EVENT(id, day, "\"type\":\"purchase\",\"lines\":[{\"unit_price\":\"" price "\"}]")
#define GIVE(id, day, points)                                                                      \
    EVENT(id, day, "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"stars\":" points "}")
#define GIVE_UNTIL(id, day, points, until)                                                         \
    EVENT(id, day,                                                                                 \
          "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"stars\":" points "},\"until\":\""    \
          "2026-" until "T00:00:00Z\"")
#define VISIT(id, day) EVENT(id, day, "\"type\":\"visit\"")
#define ACTIVE ",\"from\":\"activity\""
#define MIDNIGHT "T00:00:00Z"
#define VISITS                                                                                     \
    "{\"counts\":\"visits\",\"tiers\":[{\"id\":\"a\",\"from\":0},{\"id\":\"b\",\"from\":2}]}"
#define TWO_LADDERS                                                                                \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":{" \
    "\"expires\":{\"after\":\"P10D\",\"by_tier\":{\"first\":{\"a\":\"never\"},\"second\":{\"b\":"  \
    "\"P30D\"}}}}},\"ladders\":{\"first\":" VISITS ",\"second\":" VISITS "},\"rules\":[{\"id\":"   \
    "\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"}}]}"
#define EARLY "T23:59:59Z"

static const history counted_from[] = {
    {"from: earned", PROGRAM("\"pending\":\"P3D\",\"expires\":{\"after\":\"P10D\"}", ""),
     BUY("1", "03-01", "9.00"), NULL, NULL, "2026-03-05" MIDNIGHT,
     "stars 9 +0 -0; status base 1: 9<2026-03-12T00:00:00Z"},
    {"from: matured",
     PROGRAM("\"pending\":\"P3D\",\"expires\":{\"after\":\"P10D\",\"from\":\"matured\"}", ""),
     BUY("1", "03-01", "9.00"), NULL, NULL, "2026-03-05" MIDNIGHT,
     "stars 9 +0 -0; status base 1: 9<2026-03-15T00:00:00Z"},
    {"from: activity, a purchase prolongs all", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, "extend:stars=9 earn:stars=4", NULL,
     "stars 13 +0 -0; status gold 2: 13<2026-03-16T00:00:00Z"},
    {"from: earned, it does not", EXPIRES(""), BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"),
     NULL, "earn:stars=4", NULL,
     "stars 13 +0 -0; status gold 2: 9<2026-03-12T00:00:00Z 4<2026-03-16T00:00:00Z"},
    {"a gift shares the end of the others and prolongs nothing", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") GIVE("2", "03-05", "4"), NULL, "adjust:stars=4", NULL,
     "stars 13 +0 -0; status base 1: 13<2026-03-12T00:00:00Z"},
    {"a gift after the end counts from itself", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") GIVE("2", "03-20", "4"), NULL, "expire:stars=9 adjust:stars=4", NULL,
     "stars 4 +0 -0; status base 1: 4<2026-03-31T00:00:00Z"},
    {"a visit is no activity", EXPIRES(ACTIVE), BUY("1", "03-01", "9.00") VISIT("2", "03-05"), NULL,
     "", NULL, "stars 9 +0 -0; status gold 2: 9<2026-03-12T00:00:00Z"},
    {"activity: a visit that is listed", EXPIRES(ACTIVE ",\"activity\":[\"review\",\"visit\"]"),
     BUY("1", "03-01", "9.00") VISIT("2", "03-05"), NULL, "extend:stars=9", NULL,
     "stars 9 +0 -0; status gold 2: 9<2026-03-16T00:00:00Z"},
    {"activity: a kind of one's own", EXPIRES(ACTIVE ",\"activity\":[\"review\",\"visit\"]"),
     BUY("1", "03-01", "9.00") EVENT("2", "03-06", "\"type\":\"review\""), NULL, "extend:stars=9",
     NULL, "stars 9 +0 -0; status base 1: 9<2026-03-17T00:00:00Z"},
    {"activity: a purchase that is not listed",
     EXPIRES(ACTIVE ",\"activity\":[\"review\",\"visit\"]"),
     VISIT("0", "03-01") BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, "earn:stars=4",
     NULL, "stars 13 +0 -0; status gold 3: 13<2026-03-12T00:00:00Z"},
    {"activity on the last day saves all", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") BUY("2", "03-11", "1.00"), NULL, NULL, "2026-03-21" EARLY,
     "stars 10 +0 -0; status gold 2: 10<2026-03-22T00:00:00Z"},
    {"a day later it is too late", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") BUY("2", "03-12", "1.00"), NULL, "expire:stars=9 earn:stars=1", NULL,
     "stars 1 +0 -0; status gold 2: 1<2026-03-23T00:00:00Z"},
    {"an activity that comes late moves nothing back", EXPIRES(ACTIVE),
     BUY("1", "03-05", "9.00") BUY("2", "03-01", "1.00"), NULL, "earn:stars=1", NULL,
     "stars 10 +0 -0; status gold 2: 10<2026-03-16T00:00:00Z"},
    {"what is held is prolonged, too", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00")
         EVENT("h", "03-02", "\"type\":\"hold\",\"ttl\":\"P20D\",\"points\":{\"stars\":5}")
             BUY("2", "03-09", "1.00")
                 EVENT("r", "03-13", "\"type\":\"release\",\"receipt\":{\"id\":\"h\"}"),
     NULL, "release:stars=5", NULL, "stars 10 +0 -0; status gold 2: 10<2026-03-20T00:00:00Z"},
};

static const history tiers[] = {
    {"by_tier: without the tier", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00"), NULL, "earn:stars=9", NULL,
     "stars 9 +0 -0; status base 1: 9<2026-03-12T00:00:00Z"},
    {"by_tier: with it nothing expires", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL,
     "earn:stars=4 extend:stars=9 extend:stars=4", "2026-03-30" EARLY,
     "stars 13 +0 -0; status gold 2: 13"},
    {"by_tier: once it is lost, the time begins",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, NULL, "2026-03-31" MIDNIGHT,
     "stars 13 +0 -0; status base 1: 13<2026-04-11T00:00:00Z"},
    {"by_tier: and it is over", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, NULL, "2026-04-11" MIDNIGHT,
     "stars 0 +0 -0; status base 0:"},
    {"by_tier: a longer time", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"P20D\"}}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, NULL, NULL,
     "stars 13 +0 -0; status gold 2: 9<2026-03-22T00:00:00Z 4<2026-03-26T00:00:00Z"},
    {"by_tier: a shorter time is not the most generous",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"P2D\"}}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-05", "4.00"), NULL, "earn:stars=4", NULL,
     "stars 13 +0 -0; status gold 2: 9<2026-03-12T00:00:00Z 4<2026-03-16T00:00:00Z"},
    {"by_tier: losing a tier leaves no more than there was",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"P40D\"}}"),
     BUY("1", "03-01", "9.00") VISIT("2", "03-02"), NULL, NULL, "2026-03-31" MIDNIGHT,
     "stars 9 +0 -0; status base 1: 9<2026-04-11T00:00:00Z"},
    {"by_tier: a tier that is given", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00") EVENT("2", "03-05",
                                     "\"type\":\"status\",\"ladder\":\"status\",\"tier\":"
                                     "\"gold\",\"until\":\"2026-03-08T00:00:00Z\""),
     NULL, "extend:stars=9", NULL, "stars 9 +0 -0; status gold 1: 9"},
    {"by_tier: and taken again", EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-01", "9.00") EVENT("2", "03-05",
                                     "\"type\":\"status\",\"ladder\":\"status\",\"tier\":"
                                     "\"gold\",\"until\":\"2026-03-08T00:00:00Z\""),
     NULL, NULL, "2026-03-09T00:00:00Z", "stars 9 +0 -0; status base 1: 9<2026-03-19T00:00:00Z"},
    {"by_tier: a tier that had gone by when it came late",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"never\"}}"),
     BUY("1", "03-09", "9.00") EVENT("2", "03-05",
                                     "\"type\":\"status\",\"ladder\":\"status\",\"tier\":"
                                     "\"gold\",\"until\":\"2026-03-08T00:00:00Z\""),
     NULL, "", NULL, "stars 9 +0 -0; status base 1: 9<2026-03-20T00:00:00Z"},
    {"by_tier: gaining a tier takes nothing from points that were extended",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"P20D\"}}"),
     BUY("1", "03-01", "9.00")
         EVENT("2", "03-02",
               "\"type\":\"extend\",\"points\":{\"stars\":9},\"until\":\"2026-06-01T00:00:00Z\"")
             VISIT("3", "03-03"),
     NULL, "", NULL, "stars 9 +0 -0; status gold 2: 9<2026-06-01T00:00:00Z"},
    {"by_tier: one tier is lost as another is gained", TWO_LADDERS,
     BUY("1", "03-01", "9.00") VISIT("2", "03-05"), NULL, "extend:stars=9", NULL,
     "stars 9 +0 -0; first b 2; second b 2: 9<2026-04-05T00:00:00Z"},
    {"by_tier: a tier that gives them no time leaves a gift the end of the others",
     EXPIRES(ACTIVE ",\"activity\":[\"review\"],\"by_tier\":{\"status\":{\"base\":\"P1D\"}}"),
     VISIT("0", "03-01") EVENT("1", "03-02", "\"type\":\"review\"") BUY("2", "03-06", "4.00"), NULL,
     "earn:stars=4", NULL, "stars 4 +0 -0; status gold 2: 4<2026-03-13T00:00:00Z"},
    {"by_tier: what comes back takes the points of its sale, whose end has moved",
     EXPIRES(",\"by_tier\":{\"status\":{\"gold\":\"P20D\"}}"),
     BUY("1", "03-01", "9.00") VISIT("v", "03-02") BUY("2", "03-05", "4.00")
         EVENT("3", "03-06", "\"type\":\"return\",\"receipt\":{\"id\":\"1\"}"),
     NULL, "reverse:stars=9", NULL, "stars 4 +0 -0; status gold 2: 4<2026-03-26T00:00:00Z"},
    {"exempt: they never expire", EXPIRES(",\"exempt\":\"customer.attributes.staff\""),
     EVENT("0", "03-01", "\"type\":\"enrol\",\"attributes\":{\"staff\":true}")
         BUY("1", "03-01", "9.00"),
     NULL, NULL, NULL, "stars 9 +0 -0; status base 1: 9"},
    {"exempt: nor what is given them", EXPIRES(",\"exempt\":\"customer.attributes.staff\""),
     EVENT("0", "03-01", "\"type\":\"enrol\",\"attributes\":{\"staff\":true}")
         GIVE("1", "03-01", "9"),
     NULL, NULL, NULL, "stars 9 +0 -0; status base 0: 9"},
    {"exempt: others' do", EXPIRES(",\"exempt\":\"customer.attributes.staff\""),
     EVENT("0", "03-01", "\"type\":\"enrol\",\"attributes\":{\"staff\":false}")
         BUY("1", "03-01", "9.00"),
     NULL, NULL, NULL, "stars 9 +0 -0; status base 1: 9<2026-03-12T00:00:00Z"},
    {"since: what was earned before counts from then", EXPIRES(",\"since\":\"2026-04-01\""),
     BUY("1", "03-01", "9.00"), NULL, NULL, NULL,
     "stars 9 +0 -0; status base 1: 9<2026-04-12T00:00:00Z"},
    {"since: what is earned later, from itself", EXPIRES(",\"since\":\"2026-04-01\""),
     BUY("1", "04-03", "9.00"), NULL, NULL, NULL,
     "stars 9 +0 -0; status base 1: 9<2026-04-14T00:00:00Z"},
};

#define PROMO(end)                                                                                 \
    PROGRAM("\"expires\":{\"after\":\"P10D\",\"from\":\"activity\"}",                              \
            ",{\"id\":\"promo\",\"on\":\"purchase\",\"when\":\"total >= 500\",\"earn\":{"          \
            "\"stars\":50},\"expires\":\"" end "\"}")

static const history own[] = {
    {"an end of its own for points given", EXPIRES(""),
     BUY("1", "03-01", "9.00") GIVE_UNTIL("2", "03-01", "4", "03-04"), NULL, NULL, NULL,
     "stars 13 +0 -0; status base 1: 4<2026-03-04T00:00:00Z 9<2026-03-12T00:00:00Z"},
    {"in the past", EXPIRES(""), BUY("1", "03-01", "9.00") GIVE_UNTIL("2", "03-05", "4", "03-04"),
     "bad-time /until", "", NULL, NULL},
    {"an end that was ahead when it occurred, and is past when it comes", EXPIRES(""),
     VISIT("0", "03-06") GIVE_UNTIL("2", "03-01", "4", "03-04"), NULL,
     "adjust:stars=4 expire:stars=4", NULL, "stars 0 +0 -0; status base 1:"},
    {"a rule's points for so long, which activity does not prolong", PROMO("P3D"),
     BUY("1", "03-01", "9.00") BUY("2", "03-02", "1.00"), NULL, "extend:stars=9 earn:stars=1", NULL,
     "stars 60 +0 -0; status gold 2: 50<2026-03-05T00:00:00Z 10<2026-03-13T00:00:00Z"},
    {"a rule's points until a date", PROMO("2026-12-31"), BUY("1", "03-01", "9.00"),
     "applied base:earn:stars=9 promo:earn:stars=50 first purchase:stage:first-purchase",
     "earn:stars=50 earn:stars=9", NULL,
     "stars 59 +0 -0; status base 1: 9<2026-03-12T00:00:00Z 50<2026-12-31T00:00:00Z"},
    {"they come back with the sale", PROMO("2026-12-31"),
     BUY("1", "03-01", "9.00") GIVE("g", "03-01", "7")
         EVENT("b", "03-02", "\"type\":\"return\",\"receipt\":{\"id\":\"1\"}"),
     "applied return:clawback:stars=50 return:clawback:stars=9 return:stage:prospect", NULL, NULL,
     "stars 7 +0 -0; status base 0: 7<2026-03-12T00:00:00Z"},
    {"given points of the same end stay apart from those that move", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") GIVE_UNTIL("2", "03-01", "4", "03-12") BUY("3", "03-03", "1.00"),
     NULL, NULL, NULL,
     "stars 14 +0 -0; status gold 2: 4<2026-03-12T00:00:00Z 10<2026-03-14T00:00:00Z"},
    {"what comes back takes the points that have moved, not those that have not", EXPIRES(ACTIVE),
     BUY("1", "03-01", "9.00") GIVE_UNTIL("2", "03-01", "4", "12-31") BUY("3", "03-03", "1.00")
         EVENT("4", "03-04", "\"type\":\"return\",\"receipt\":{\"id\":\"1\"}"),
     NULL, NULL, NULL,
     "stars 5 +0 -0; status base 1: 1<2026-03-14T00:00:00Z 4<2026-12-31T00:00:00Z"},
    {"the newest go first where the oldest are spent first, pending or not",
     PROGRAM("\"pending\":\"P3D\",\"spend_order\":\"oldest\",\"expires\":{\"after\":\"P10D\"}",
             "],\"returns\":{\"order\":[\"newest\"]},\"caps\":["),
     VISIT("0", "03-01") GIVE_UNTIL("1", "03-01", "50", "12-31") BUY("2", "03-02", "9.00")
         BUY("3", "03-03", "4.00")
             EVENT("4", "03-04", "\"type\":\"return\",\"receipt\":{\"id\":\"2\"}"),
     NULL, "reverse:stars=4 reverse:stars=5", NULL, NULL},
    {"spent, and back in their own lot",
     PROGRAM("\"payment\":{\"step\":1,\"value\":\"0.01\"},\"expires\":{\"after\":\"P10D\",\"from\":"
             "\"activity\"}",
             ""),
     VISIT("0", "03-01") GIVE_UNTIL("2", "03-01", "4", "03-20")
         EVENT("3", "03-02",
               "\"type\":\"purchase\",\"pay\":{\"stars\":4},\"lines\":[{\"unit_price\":\"0.04\"}]")
             EVENT("4", "03-03", "\"type\":\"return\",\"receipt\":{\"id\":\"3\"}")
                 BUY("5", "03-15", "1.00"),
     NULL, NULL, NULL,
     "stars 5 +0 -0; status gold 2: 4<2026-03-20T00:00:00Z 1<2026-03-26T00:00:00Z"},
};

#define EXTEND(id, day, points, members)                                                           \
    EVENT(id, day, "\"type\":\"extend\",\"points\":{\"stars\":" points "}" members)
#define REINSTATE(id, day, points, members)                                                        \
    EVENT(id, day, "\"type\":\"reinstate\",\"points\":{\"stars\":" points "}" members)

static const history extended[] = {
    {"extend until a date", EXPIRES(""),
     BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "9", ",\"until\":\"2026-05-01T00:00:00Z\""),
     "applied extend:extend:stars=9", "extend:stars=9", NULL,
     "stars 9 +0 -0; status base 1: 9<2026-05-01T00:00:00Z"},
    {"some of them, those that expire first", EXPIRES(""),
     BUY("1", "03-01", "9.00") BUY("2", "03-02", "5.00")
         EXTEND("3", "03-05", "11", ",\"ttl\":\"P1D\""),
     "applied extend:extend:stars=11", "extend:stars=9 extend:stars=2", NULL,
     "stars 14 +0 -0; status gold 2: 12<2026-03-13T00:00:00Z 2<2026-03-14T00:00:00Z"},
    {"by what the program says", EXPIRES(",\"extend\":\"P1M\""),
     BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "9", ""), "applied extend:extend:stars=9",
     "extend:stars=9", NULL, "stars 9 +0 -0; status base 1: 9<2026-04-12T00:00:00Z"},
    {"by nobody knows what", EXPIRES(""), BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "9", ""),
     "missing-until /until", "", NULL, NULL},
    {"more than there are", EXPIRES(",\"extend\":\"P1M\""),
     BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "10", ""), "insufficient-points /points", "",
     NULL, NULL},
    {"to the past", EXPIRES(""),
     BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "9", ",\"until\":\"2026-03-04T00:00:00Z\""),
     "bad-time /until", "", NULL, NULL},
    {"to what is past only since", EXPIRES(""),
     BUY("1", "03-01", "9.00") VISIT("0", "03-08")
         EXTEND("2", "03-05", "9", ",\"until\":\"2026-03-06T00:00:00Z\""),
     "applied extend:extend:stars=9", "extend:stars=9 expire:stars=9", NULL,
     "stars 0 +0 -0; status gold 2:"},
    {"forfeited at once", EXPIRES(""),
     BUY("1", "03-01", "9.00") EXTEND("2", "03-05", "9", ",\"until\":\"2026-03-05T12:00:00Z\""),
     "applied extend:extend:stars=9", "extend:stars=9 expire:stars=9", NULL,
     "stars 0 +0 -0; status base 1:"},
    {"reinstate within its time", EXPIRES(",\"reinstate\":\"P30D\""),
     BUY("1", "03-01", "9.00") REINSTATE("2", "04-10", "9", ""),
     "applied reinstate:reinstate:stars=9", NULL, NULL,
     "stars 9 +0 -0; status base 0: 9<2026-04-21T00:00:00Z"},
    {"and not later", EXPIRES(",\"reinstate\":\"P30D\""),
     BUY("1", "03-01", "9.00") REINSTATE("2", "04-12", "9", ""), "too-late /points", "", NULL,
     "stars 0 +0 -0; status base 0:"},
    {"some of them, with an end", EXPIRES(",\"reinstate\":\"P30D\""),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "5", ",\"until\":\"2026-05-01T00:00:00Z\""),
     NULL, "expire:stars=9 reinstate:stars=5", NULL,
     "stars 5 +0 -0; status base 1: 5<2026-05-01T00:00:00Z"},
    {"then the rest", EXPIRES(",\"reinstate\":\"P30D\""),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "5", "") REINSTATE("3", "03-20", "4", ""),
     NULL, "reinstate:stars=4", NULL, "stars 9 +0 -0; status base 1: 9<2026-03-31T00:00:00Z"},
    {"but no more", EXPIRES(",\"reinstate\":\"P30D\""),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "5", "") REINSTATE("3", "03-20", "5", ""),
     "insufficient-points /points", "", NULL, NULL},
    {"for a fee", EXPIRES(",\"reinstate\":{\"within\":\"P30D\",\"fee\":2}"),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "9", ""),
     "applied reinstate:reinstate:stars=9 reinstate:pay:stars=2",
     "expire:stars=9 reinstate:stars=9 burn:stars=2", NULL,
     "stars 7 +0 -0; status base 1: 7<2026-03-31T00:00:00Z"},
    {"that they do not cover", EXPIRES(",\"reinstate\":{\"within\":\"P30D\",\"fee\":20}"),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "9", ""), "insufficient-points /points", "",
     NULL, NULL},
    {"nor where they end at once", EXPIRES(",\"reinstate\":{\"within\":\"P30D\",\"fee\":2}"),
     BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "9", ",\"until\":\"2026-03-20T12:00:00Z\""),
     "insufficient-points /points", "", NULL, NULL},
    {"unless others do", EXPIRES(",\"reinstate\":{\"within\":\"P30D\",\"fee\":2}"),
     BUY("1", "03-01", "9.00") BUY("2", "03-19", "3.00")
         REINSTATE("3", "03-20", "9", ",\"until\":\"2026-03-20T12:00:00Z\""),
     NULL, "reinstate:stars=9 expire:stars=9 burn:stars=2", NULL,
     "stars 1 +0 -0; status gold 2: 1<2026-03-30T00:00:00Z"},
    {"where there is none", EXPIRES(""), BUY("1", "03-01", "9.00") REINSTATE("2", "03-20", "9", ""),
     "no-reinstatement /points", "", NULL, NULL},
};

#define PAYS(lapsed)                                                                               \
    PROGRAM("\"payment\":{\"step\":1,\"value\":\"0.01\"},\"expires\":{\"after\":\"P10D\"" lapsed   \
            "}",                                                                                   \
            "")
#define PAID_AND_BACK                                                                              \
    BUY("1", "03-01", "9.00")                                                                      \
    EVENT("2", "03-02",                                                                            \
          "\"type\":\"purchase\",\"pay\":{\"stars\":9},\"lines\":[{\"unit_price\":\"0.09\"}]")     \
    EVENT("3", "03-20", "\"type\":\"return\",\"receipt\":{\"id\":\"2\"}")

static const history lapsed[] = {
    {"lapsed: expire", PAYS(""), PAID_AND_BACK, NULL, "restore:stars=9 expire:stars=9", NULL,
     "stars 0 +0 -0; status base 1:"},
    {"lapsed: expire, in words", PAYS(",\"lapsed\":\"expire\""), PAID_AND_BACK, NULL,
     "restore:stars=9 expire:stars=9", NULL, NULL},
    {"lapsed: grace", PAYS(",\"lapsed\":{\"grace\":\"P5D\"}"), PAID_AND_BACK, NULL,
     "restore:stars=9", NULL, "stars 9 +0 -0; status base 1: 9<2026-03-26T00:00:00Z"},
    {"lapsed: new", PAYS(",\"lapsed\":\"new\""), PAID_AND_BACK, NULL, "restore:stars=9", NULL,
     "stars 9 +0 -0; status base 1: 9<2026-03-31T00:00:00Z"},
};

/* A program that expires nothing is replaced by one that does from a date on. */
static void
switched_on_later(void **state)
{
    engine_kit before, after;

    (void)state;
    engine_kit_open(&before, PROGRAM("", ""));
    engine_kit_apply_all(&before, BUY("1", "03-01", "9.00"));
    engine_kit_open_over(&after, EXPIRES(",\"since\":\"2026-04-01\""), before.store);
    assert_string_equal(history_kit_customer(&after, "2026-04-11T23:59:59Z"),
                        "stars 9 +0 -0; status base 0: 9<2026-04-12T00:00:00Z");
    assert_string_equal(history_kit_customer(&after, "2026-04-12T00:00:00Z"),
                        "stars 0 +0 -0; status base 0:");
    engine_kit_apply_all(&after, BUY("2", "03-05", "4.00"));
    assert_string_equal(engine_kit_entries(&after), "extend:stars=9 earn:stars=4");
    assert_string_equal(history_kit_customer(&after, NULL),
                        "stars 13 +0 -0; status gold 2: 13<2026-04-12T00:00:00Z");
    engine_kit_close(&after);
    engine_kit_close(&before);
}

/* Without a date what was earned before keeps what it was promised. */
static void
switched_on_for_new_points(void **state)
{
    engine_kit before, after;

    (void)state;
    engine_kit_open(&before, PROGRAM("", ""));
    engine_kit_apply_all(&before, BUY("1", "03-01", "9.00"));
    engine_kit_open_over(&after, EXPIRES(""), before.store);
    engine_kit_apply_all(&after, BUY("2", "03-05", "4.00"));
    assert_string_equal(history_kit_customer(&after, "2026-05-01T00:00:00Z"),
                        "stars 9 +0 -0; status base 0: 9");
    engine_kit_close(&after);
    engine_kit_close(&before);
}

#define OF_C2(id, day, members)                                                                    \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-" day                                  \
    "T12:00:00Z\",\"customer\":\"c2\"," members "}\n"
#define SALE_OF_C2                                                                                 \
    OF_C2("2", "03-05", "\"type\":\"purchase\",\"lines\":[{\"unit_price\":\"4.00\"}]")

/* An account that takes in another shares the later activity of the two, and may
 * bring back what had expired there. */
static void
merged(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, EXPIRES(ACTIVE ",\"reinstate\":\"P90D\""));
    engine_kit_apply_all(&kit, BUY("1", "03-01", "9.00") SALE_OF_C2 OF_C2(
                                   "3", "03-06", "\"type\":\"merge\",\"to\":\"c1\""));
    assert_string_equal(history_kit_customer(&kit, NULL),
                        "stars 13 +0 -0; status gold 2: 13<2026-03-16T00:00:00Z");
    engine_kit_apply_all(&kit, OF_C2("4", "03-07", "\"type\":\"unmerge\""));
    assert_string_equal(history_kit_customer(&kit, NULL),
                        "stars 9 +0 -0; status base 1: 9<2026-03-16T00:00:00Z");
    engine_kit_close(&kit);
    engine_kit_open(&kit, EXPIRES(ACTIVE ",\"reinstate\":\"P90D\""));
    engine_kit_apply_all(&kit, BUY("1", "03-25", "9.00")
                                   SALE_OF_C2 OF_C2("v", "03-25", "\"type\":\"visit\"")
                                       OF_C2("3", "03-26", "\"type\":\"merge\",\"to\":\"c1\"")
                                           REINSTATE("4", "03-27", "4", ""));
    assert_string_equal(engine_kit_outcome(&kit), "applied reinstate:reinstate:stars=4");
    assert_string_equal(history_kit_customer(&kit, NULL),
                        "stars 13 +0 -0; status gold 3: 13<2026-04-05T00:00:00Z");
    engine_kit_apply_all(&kit, OF_C2("5", "03-28", "\"type\":\"unmerge\"")
                                   REINSTATE("6", "03-29", "1", ""));
    assert_string_equal(engine_kit_outcome(&kit), "too-late /points");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, history_kit_run, counted_from);
    TABLE_KIT_ROWS(&tests, history_kit_run, tiers);
    TABLE_KIT_ROWS(&tests, history_kit_run, own);
    TABLE_KIT_ROWS(&tests, history_kit_run, extended);
    TABLE_KIT_ROWS(&tests, history_kit_run, lapsed);
    table_kit_test(&tests, "since: points of an earlier program", switched_on_later);
    table_kit_test(&tests, "no since: points of an earlier program", switched_on_for_new_points);
    table_kit_test(&tests, "accounts that merge", merged);
    return table_kit_run(&tests, "policy_expiry");
}
