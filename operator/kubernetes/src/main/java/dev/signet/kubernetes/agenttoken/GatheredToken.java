package dev.signet.kubernetes.agenttoken;

import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.kubernetes.authority.Signing;
import java.util.Optional;

/**
 * What was gathered for one token.
 *
 * @param facts what the decision depends on
 * @param signing what carries an issue out
 * @param secretVersion the version of its Secret as last seen
 * @param refresh the refresh token that its Secret should carry
 */
record GatheredToken(
        AgentTokenFacts facts, Signing signing, Optional<String> secretVersion, DeliveredRefresh refresh) {}
