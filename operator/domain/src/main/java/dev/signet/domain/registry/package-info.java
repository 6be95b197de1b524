/** Tokens for container registries, by the token specification of distribution: who may pull and push what. */
@NullMarked
package dev.signet.domain.registry;

import org.jspecify.annotations.NullMarked;
