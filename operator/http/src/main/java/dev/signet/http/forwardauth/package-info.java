/**
 * Forward authentication: a proxy asks whether it may let a request through. Nothing of the request is believed but what the
 * listener's profile says that this proxy tells.
 */
@NullMarked
package dev.signet.http.forwardauth;

import org.jspecify.annotations.NullMarked;
