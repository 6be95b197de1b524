/**
 * CertificateAuthorities: their keys in Secrets of the operator's namespace, and the keys that sign tokens. Private keys
 * are read here and nowhere else.
 */
@NullMarked
package dev.signet.kubernetes.authority;

import org.jspecify.annotations.NullMarked;
