package dev.signet.domain.order;

import dev.signet.domain.lifetime.RenewAt;
import java.time.Duration;

/**
 * What happens as a token's end nears.
 *
 * @param renew whether a successor is issued before it
 * @param renewAt when, as a part of the lifetime or a time after issue
 * @param overlap how long the predecessor is still accepted, never beyond its own expiry
 */
public record Rotation(boolean renew, RenewAt renewAt, Duration overlap) {}
