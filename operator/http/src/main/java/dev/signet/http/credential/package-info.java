/**
 * What a request authenticates with: Bearer, Basic, {@code X-JFrog-Art-Api}. One request has one credential; nothing falls back to
 * another (REQUIREMENTS W4).
 */
@NullMarked
package dev.signet.http.credential;

import org.jspecify.annotations.NullMarked;
