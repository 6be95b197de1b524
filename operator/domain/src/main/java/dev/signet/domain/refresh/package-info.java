/**
 * Refreshing without stored secrets: a refresh token, its successor and the access token that goes with it all follow from the family, a
 * sequence and the keyring, so that every replica gives the same answer and status keeps no value.
 */
@NullMarked
package dev.signet.domain.refresh;

import org.jspecify.annotations.NullMarked;
