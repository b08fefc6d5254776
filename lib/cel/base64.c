/*
 * base64.c -- base64.encode() and base64.decode() of CEL's encoders extension:
 * RFC 4648 with the usual alphabet. Padding is written; it may be left out of
 * what is read.
 */
#include "cel/format.h"
#include "cel/function.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

loy__cel_error
loy__cel_base64_encode(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value bytes = call->args[0];
    loy__cel_builder b = {.arena = call->arena};

    if (loy__cel_kind(bytes) != LOY__CEL_BYTES)
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t at = 0; at < bytes.size; at += 3) {
        uint32_t left = bytes.size - at, word = 0;

        for (uint32_t i = 0; i < 3; i++)
            word = word << 8 | (i < left ? (unsigned char)bytes.as.text[at + i] : 0u);
        for (uint32_t i = 0; i < 4; i++)
            loy__cel_put_char(&b, i <= left ? alphabet[word >> (18 - 6 * i) & 63] : '=');
    }
    return loy__cel_built(&b, out);
}

/* The six bits of a letter; 64 for one that is not of the alphabet. */
static uint32_t
bits_of(char letter)
{
    uint32_t bits = 0;

    while (bits < 64 && alphabet[bits] != letter)
        bits++;
    return bits;
}

loy__cel_error
loy__cel_base64_decode(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0];
    loy__cel_builder b = {.arena = call->arena};
    uint32_t word = 0, size = text.size;

    if (loy__cel_kind(text) != LOY__CEL_STRING)
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t pads = 0; size % 4 == 0 && size > 0 && pads < 2; pads++) {
        if (text.as.text[size - 1 - pads] != '=')
            break;
        text.size--;
    }
    if (text.size % 4 == 1)
        return LOY__CEL_ERR_ARGUMENT;
    for (uint32_t at = 0; at < text.size; at++) {
        uint32_t bits = bits_of(text.as.text[at]);

        if (bits == 64)
            return LOY__CEL_ERR_ARGUMENT;
        word = word << 6 | bits;
        if (at % 4 != 0)
            loy__cel_put_char(&b, (char)(unsigned char)(word >> (6 - 2 * (at % 4)) & 255));
    }
    if (b.failed)
        return LOY__CEL_ERR_MEMORY;
    *out = (loy__cel_value){
        .as.text = b.size > 0 ? b.data : "", .size = b.size, .tag = LOY__CEL_BYTES};
    return LOY__CEL_ERR_NONE;
}
