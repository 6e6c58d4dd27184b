import { z } from 'zod'

// The Content-Security-Policy forbids the code generation that zod otherwise tries. It tries while a schema is made, hence
// this must be imported before any of them.
z.config({ jitless: true })
