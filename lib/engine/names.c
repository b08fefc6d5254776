/*
 * names.c -- the fixed names: of results, effects, entries and reasons, and the
 * version of the library with the sizes of its structs.
 */
#include "engine/engine.h"

#define STRINGS_AT(table, index)                                                                   \
    ((index) < LOY_COUNT(table) && (table)[index][0] != '\0' ? (table)[index] : NULL)

static const char effect_names[][12] = {
    [LOY_EFFECT_EARN] = "earn",
    [LOY_EFFECT_MULTIPLY] = "multiply",
    [LOY_EFFECT_COUNT] = "count",
    [LOY_EFFECT_ISSUE] = "issue",
    [LOY_EFFECT_STAGE] = "stage",
    [LOY_EFFECT_TIER] = "tier",
    [LOY_EFFECT_NOTIFY] = "notify",
    [LOY_EFFECT_PAY] = "pay",
    [LOY_EFFECT_REWARD] = "reward",
    [LOY_EFFECT_CLAWBACK] = "clawback",
    [LOY_EFFECT_WRITE_OFF] = "write-off",
    [LOY_EFFECT_ADJUST] = "adjust",
    [LOY_EFFECT_RESTORE] = "restore",
    [LOY_EFFECT_ERROR] = "error",
    [LOY_EFFECT_USE] = "use",
    [LOY_EFFECT_RECOVER] = "recover",
    [LOY_EFFECT_VOID] = "void",
    [LOY_EFFECT_PARK] = "park",
    [LOY_EFFECT_UNPARK] = "unpark",
    [LOY_EFFECT_HOLD] = "hold",
    [LOY_EFFECT_CAPTURE] = "capture",
    [LOY_EFFECT_RELEASE] = "release",
    [LOY_EFFECT_DISCOUNT] = "discount",
    [LOY_EFFECT_GIFT] = "gift",
    [LOY_EFFECT_DECLINE] = "decline",
    [LOY_EFFECT_TAX] = "tax",
    [LOY_EFFECT_PRICE] = "price",
    [LOY_EFFECT_FORFEIT] = "forfeit",
    [LOY_EFFECT_MEMBERSHIP] = "membership",
    [LOY_EFFECT_REUSE] = "reuse",
    [LOY_EFFECT_SEND] = "send",
    [LOY_EFFECT_RECEIVE] = "receive",
    [LOY_EFFECT_FEE] = "fee",
    [LOY_EFFECT_DRAW] = "draw",
    [LOY_EFFECT_EXTEND] = "extend",
    [LOY_EFFECT_REINSTATE] = "reinstate",
    [LOY_EFFECT_ACTIVATE] = "activate",
    [LOY_EFFECT_LATE] = "late",
    [LOY_EFFECT_CONVERT] = "convert",
    [LOY_EFFECT_RECALL] = "recall",
    [LOY_EFFECT_APPROVE] = "approve",
    [LOY_EFFECT_RATE] = "rate",
    [LOY_EFFECT_CLOCK] = "clock",
};

static const char entry_names[][12] = {
    [LOY_ENTRY_EARN] = "earn",           [LOY_ENTRY_MATURE] = "mature",
    [LOY_ENTRY_BURN] = "burn",           [LOY_ENTRY_EXPIRE] = "expire",
    [LOY_ENTRY_REVERSE] = "reverse",     [LOY_ENTRY_RESTORE] = "restore",
    [LOY_ENTRY_HOLD] = "hold",           [LOY_ENTRY_CAPTURE] = "capture",
    [LOY_ENTRY_RELEASE] = "release",     [LOY_ENTRY_ADJUST] = "adjust",
    [LOY_ENTRY_TRANSFER] = "transfer",   [LOY_ENTRY_EXTEND] = "extend",
    [LOY_ENTRY_REINSTATE] = "reinstate",
};

static const char why_names[][12] = {
    [LOY_WHY_FIRED] = "fired",       [LOY_WHY_CONDITION] = "condition",
    [LOY_WHY_TRIGGER] = "trigger",   [LOY_WHY_VALIDITY] = "validity",
    [LOY_WHY_ERROR] = "error",       [LOY_WHY_CAPPED] = "capped",
    [LOY_WHY_NOTHING] = "nothing",   [LOY_WHY_REFUSED] = "refused",
    [LOY_WHY_EXCLUDED] = "excluded", [LOY_WHY_LIMITED] = "limited",
    [LOY_WHY_BUDGET] = "budget",
};

static const uint32_t struct_sizes[] = {
    [LOY_STRUCT_ERROR] = sizeof(loy_error),
    [LOY_STRUCT_MEMORY] = sizeof(loy_memory),
    [LOY_STRUCT_TEXT] = sizeof(loy_text),
    [LOY_STRUCT_PROBLEM] = sizeof(loy_problem),
    [LOY_STRUCT_ATTRIBUTE] = sizeof(loy_attribute),
    [LOY_STRUCT_LINE] = sizeof(loy_line),
    [LOY_STRUCT_ITEM] = sizeof(loy_item),
    [LOY_STRUCT_EVENT] = sizeof(loy_event),
    [LOY_STRUCT_EFFECT] = sizeof(loy_effect),
    [LOY_STRUCT_ENTRY] = sizeof(loy_entry),
    [LOY_STRUCT_BALANCE] = sizeof(loy_balance),
    [LOY_STRUCT_STANDING] = sizeof(loy_standing),
    [LOY_STRUCT_LOT] = sizeof(loy_lot),
    [LOY_STRUCT_VOUCHER] = sizeof(loy_voucher),
    [LOY_STRUCT_BEHAVIOUR] = sizeof(loy_behaviour),
    [LOY_STRUCT_WHY] = sizeof(loy_why),
    [LOY_STRUCT_TOTALS] = sizeof(loy_totals),
    [LOY_STRUCT_COLUMN] = sizeof(loy_column),
    [LOY_STRUCT_COLUMNS] = sizeof(loy_columns),
    [LOY_STRUCT_COLUMN_RESULTS] = sizeof(loy_column_results),
    [LOY_STRUCT_FETCH] = sizeof(loy_fetch),
    [LOY_STRUCT_WRITE] = sizeof(loy_write),
    [LOY_STRUCT_BATCH] = sizeof(loy_batch),
    [LOY_STRUCT_STORE] = sizeof(loy_store),
    [LOY_STRUCT_RECORD_COLUMNS] = sizeof(loy_record_columns),
    [LOY_STRUCT_EXPIRING] = sizeof(loy_expiring),
    [LOY_STRUCT_FLOW] = sizeof(loy_flow),
    [LOY_STRUCT_ASSUMPTION] = sizeof(loy_assumption),
    [LOY_STRUCT_LIABILITY] = sizeof(loy_liability),
    [LOY_STRUCT_OUTLOOK] = sizeof(loy_outlook),
    [LOY_STRUCT_MEASURE] = sizeof(loy_measure),
    [LOY_STRUCT_MEMBERSHIP] = sizeof(loy_membership),
    [LOY_STRUCT_STATUS] = sizeof(loy_status),
    [LOY_STRUCT_BUDGET] = sizeof(loy_budget),
    [LOY_STRUCT_FINDING] = sizeof(loy_finding),
    [LOY_STRUCT_VERIFIED] = sizeof(loy_verified),
};

const char *
loy_version(void)
{
    return LOY_VERSION;
}

uint32_t
loy_abi(void)
{
    return LOY_ABI;
}

uint32_t
loy_struct_size(uint32_t which)
{
    return which < LOY_COUNT(struct_sizes) ? struct_sizes[which] : 0;
}

const char *
loy_effect_kind_name(uint32_t kind)
{
    return STRINGS_AT(effect_names, kind);
}

const char *
loy_entry_kind_name(uint32_t kind)
{
    return STRINGS_AT(entry_names, kind);
}

const char *
loy_why_name(uint32_t why)
{
    return STRINGS_AT(why_names, why);
}

const char *
loy_result_text(int result)
{
    switch (result) {
    case LOY_OK:
        return "done";
    case LOY_ERR_INVALID:
        return "an argument breaks the contract";
    case LOY_ERR_NOMEM:
        return "out of memory";
    case LOY_ERR_VERSION:
        return "a version that this library does not know";
    case LOY_ERR_PROGRAM:
        return "the program has mistakes";
    case LOY_ERR_EVENT:
        return "the event cannot be kept";
    case LOY_ERR_MISMATCH:
        return "this source and id were applied with other content";
    case LOY_ERR_CONFLICT:
        return "others kept changing the customer";
    case LOY_ERR_STORE:
        return "the store failed";
    case LOY_ERR_UNKNOWN:
        return "the store cannot say whether it kept the event";
    case LOY_ERR_CORRUPT:
        return "a stored record is corrupt";
    case LOY_ERR_NOT_FOUND:
        return "not found";
    case LOY_ERR_DOCUMENT:
        return "the document is not what its schema says";
    case LOY_ERR_INTERNAL:
        return "an invariant of the library is broken";
    default:
        return "an unknown result";
    }
}
