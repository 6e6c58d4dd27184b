import { Component, type ReactNode } from 'react'
import { type Problem, problemOf } from '#shared/problem.ts'

interface Props {
  readonly children: ReactNode
  readonly fallback: (problem: Problem, retry: () => void) => ReactNode
}

/** Keeps a screen that fails to render from taking the window with it. React offers this to class components only. */
export class ErrorBoundary extends Component<Props, { readonly problem: Problem | undefined }> {
  override state: { readonly problem: Problem | undefined } = { problem: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { problem: problemOf(error) }
  }

  override render() {
    const { problem } = this.state
    if (!problem) return this.props.children
    return this.props.fallback(problem, () => this.setState({ problem: undefined }))
  }
}
