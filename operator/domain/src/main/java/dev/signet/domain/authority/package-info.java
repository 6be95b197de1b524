/**
 * The life of an authority: how its key comes to be, stays, is replaced and is lost. Pure; keys and certificates are made
 * by {@code dev.signet.domain.ca}, the keys below it live by {@code dev.signet.domain.signing}.
 */
@NullMarked
package dev.signet.domain.authority;

import org.jspecify.annotations.NullMarked;
