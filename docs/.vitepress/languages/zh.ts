// The Chinese site: VitePress's own labels, and what the list on the left and the map of
// chapters say of pages that have no translation yet.

import type { DefaultTheme } from 'vitepress';

export const LABELS: DefaultTheme.Config = {
  outline: { level: 2, label: '本页目录' },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  lightModeSwitchTitle: '切换到浅色模式',
  darkModeSwitchTitle: '切换到深色模式',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '回到顶部',
  langMenuLabel: '切换语言',
  skipToContentLabel: '跳到正文',
};

export const SEARCH = {
  translations: {
    button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
    modal: {
      displayDetails: '显示详细列表',
      resetButtonTitle: '清除搜索词',
      backButtonTitle: '关闭搜索',
      noResultsText: '没有找到：',
      footer: {
        selectText: '打开',
        selectKeyAriaLabel: '回车键',
        navigateText: '移动',
        navigateUpKeyAriaLabel: '上箭头键',
        navigateDownKeyAriaLabel: '下箭头键',
        closeText: '关闭',
        closeKeyAriaLabel: 'Esc 键',
      },
    },
  },
};

export const SIDEBAR = { start: '开始', chapters: '章节', reference: '参考' };

/** A page's title, in the list on the left. A translated page has its own. */
export const TITLES: Readonly<Record<string, string>> = {
  index: 'Bytes Up',
  routes: '学习路线',
  'seven-servers': '同屏对比七种服务器',
  inspector: '字节拆解器',
  protocol: '协议',
  challenge: '挑战',
  errors: '错误码',
  glossary: '术语表',
  faq: '常见问题',
  typescript: '写给 C 和 Python 程序员的 TypeScript',
  architecture: '架构',
  debugging: '用调试器单步执行',
  benchmark: '全部服务器的基准测试',
};

/** Each chapter's title, and in a sentence what is built in it. */
export const CHAPTERS: Readonly<Record<string, readonly [title: string, builds: string]>> = {
  '01-why-rpc': [
    '为什么需要 RPC',
    '同一个估算 π 的函数，用三种方式调用：本地函数、HTTP 上的 REST、远程过程调用。',
  ],
  '02-round-trip': [
    '一次调用的全过程',
    '客户端发送 hello，服务器回复 world，中间没有任何框架和库，只有十二次系统调用。',
  ],
  '03-codec': [
    '消息协议',
    '实现帧的解码器：网络交来的字节任意切分、任意粘连，出来的是完整的消息。',
  ],
  '04-resp': [
    'Redis 的文本协议',
    '实现 RESP 的编码器和解码器，再写一个从外面看与 Redis 无异的服务器。',
  ],
  '05-protobuf': [
    'Protobuf 的二进制协议',
    '解析 .proto 文件，并由其中的模式驱动编解码器，在对象与字节之间互相转换。',
  ],
  '06-request-id': [
    '丢失的应答与请求 id',
    '一个计数器，一个请它加一的客户端，以及夹在中间、专挑最坏的时刻断开连接的代理。',
  ],
  '07-client': [
    '客户端',
    '为后面七章的服务器写一个客户端：多路复用、连接池、截止时间、重试、取消、心跳和追踪。',
  ],
  '08-single-thread-sync': [
    '服务器 1：单线程，一次服务一个客户端',
    '最小的正确的服务器：接受一个客户端，服务到它离开，再接受下一个。',
  ],
  '09-thread-per-connection': [
    '服务器 2：每个连接一个线程',
    '为每个客户端开一个线程，再写出实践中真正使用的变体：线程池。',
  ],
  '10-process-per-connection': [
    '服务器 3：每个连接一个进程',
    '父进程接受连接并 fork 出子进程，子进程用第 08 章的代码服务这个客户端，然后退出。',
  ],
  '11-prefork-sync': [
    '服务器 4：在 accept 中等待的进程',
    '在第一个客户端到来之前就 fork 出进程，每个进程都在 accept 中等待。这种模型叫 prefork。',
  ],
  '12-single-process-async': [
    '服务器 5：单进程异步',
    '一个进程、一个线程撑住两千个连接，绝不因为任何一个客户端而阻塞。',
  ],
  '13-prefork-async': [
    '服务器 6：每个进程一个事件循环',
    '把第 12 章的服务器放进多个进程：每个核心一个 worker，共用同一个监听套接字。',
  ],
  '14-descriptor-passing': [
    '服务器 7：描述符传递',
    '一个进程接受连接，其余的进程服务：交出去的是打开的描述符本身，经由进程间的套接字。',
  ],
  '15-discovery': [
    '服务发现',
    '服务器向注册中心注册，客户端维护服务器列表，每次调用选一个，失败就换一个。',
  ],
  '16-processes-and-zookeeper': [
    '进程、信号与 ZooKeeper',
    '十三个用完即弃的小脚本，下一章依赖的每件事一个：信号、子进程、ZooKeeper 的节点与会话。',
  ],
  '17-distributed-rpc': [
    '分布式服务',
    '多台主机上的多个进程组成一个服务，失去其中任何一个，客户端都察觉不到。',
  ],
  '18-grpc': [
    'gRPC',
    '先用 .proto、生成的代码和 gRPC 库写一遍 pi，再用 HTTP/2 亲手实现一遍，四种调用全有。',
  ],
  '19-thrift': [
    'Thrift',
    '同一个 pi 换成 Thrift：先用库，三种协议、两种传输，再全部亲手实现，客户端与服务器都能互通。',
  ],
  '20-choosing': [
    '如何选择',
    '在自己的机器上测量七种模型、gRPC、Thrift 和 REST，让规则把数字变成一张决策表。',
  ],
};
