package main

// Pins the module that carries the definitions of Istio's policies.
import _ "istio.io/api/security/v1beta1"
