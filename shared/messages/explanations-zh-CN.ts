import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsZhCN: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'tls-handshake-eof': { title: '客户端在 TLS 握手时断开', meaning: '端口检查和仍在启动的代理节点会这样。' },
}
