/**
 * The life of one token, from the order that an object states to the value that its Secret carries. {@link
 * dev.signet.domain.token.AgentTokenPolicy} holds every decision; nothing here reads a clock or a cluster.
 */
@NullMarked
package dev.signet.domain.token;

import org.jspecify.annotations.NullMarked;
