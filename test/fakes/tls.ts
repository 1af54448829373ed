/** A certificate for localhost, www.localhost and 127.0.0.1 that signed itself, good for a hundred years. It protects nothing: for tests only. */
export const tls = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqtq0Qrr/NvJQTLzm
FGzRAxuGY1olrPdp/nufQToFVUqhRANCAARht/fWizl6zwu5RaxVfMOScp+njCmq
tWvS21rnxy+lI2IPHoLq3HKOBLObFj1SP2obpX0j0I521eTjeh0zgoKE
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBqTCCAVCgAwIBAgIUU5y2ZcbjeCtwCmbpPXY6vSojjB8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE3MzQzM1oYDzIxMjYxMTI0
MTczNDMzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARht/fWizl6zwu5RaxVfMOScp+njCmqtWvS21rnxy+lI2IPHoLq3HKO
BLObFj1SP2obpX0j0I521eTjeh0zgoKEo34wfDAdBgNVHQ4EFgQUCYP+kVnxcNmf
/thalW1MVGe7mJAwHwYDVR0jBBgwFoAUCYP+kVnxcNmf/thalW1MVGe7mJAwKQYD
VR0RBCIwIIIJbG9jYWxob3N0gg13d3cubG9jYWxob3N0hwR/AAABMA8GA1UdEwEB
/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgLew5PB/RjNyJx3BQZvnP+CubJzTY
hyyEFm9DbYjujvECIB9kPt0REz6WjQY4KVS3AqwDds6kL11YzhlhZ5dk5T97
-----END CERTIFICATE-----
`,
};
