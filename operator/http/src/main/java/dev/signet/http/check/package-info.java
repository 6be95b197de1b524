/**
 * What lies between an endpoint and the decision of the domain: tokens that the watch is about to bring are waited for, addresses
 * that guess are held off, and each refusal is counted and logged with its reason, which the caller is not told.
 */
@NullMarked
package dev.signet.http.check;

import org.jspecify.annotations.NullMarked;
