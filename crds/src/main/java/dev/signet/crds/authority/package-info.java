/**
 * {@code CertificateAuthority}: a root or intermediate key pair and the token-signing keys certified by it.
 */
@NullMarked
package dev.signet.crds.authority;

import org.jspecify.annotations.NullMarked;
