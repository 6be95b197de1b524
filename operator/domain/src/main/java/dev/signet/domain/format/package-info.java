/**
 * The written forms of tokens: opaque, reference, UUID and refresh values, and token ids.
 * Everything here is text in and out; which token is valid, and for what, is decided elsewhere.
 */
@NullMarked
package dev.signet.domain.format;

import org.jspecify.annotations.NullMarked;
